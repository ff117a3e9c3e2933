# Says which of the places that are programs, or steer them, a change touches. Names of files come from whoever
# made the change and aren't printed.
set -eu
touched() { ! git diff --quiet --no-ext-diff "$SINCE" HEAD -- "$@"; }
tell() { printf '%s\n' "$1" | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"; }

if ! touched . ':(exclude)content'; then
  tell "This change touches content/ only."
  exit 0
fi
tell "This change touches more than content/. Read it as the change of a program:"
for place in .github mkdocs.yml theme Makefile pyproject.toml '*requirements*.txt'; do
  if touched "$place"; then tell "- $place"; fi
done
if touched . ':(exclude)content' ':(exclude).github' ':(exclude)mkdocs.yml' ':(exclude)theme' ':(exclude)Makefile' \
  ':(exclude)pyproject.toml' ':(exclude)*requirements*.txt'; then
  tell "- other files"
fi
exit 1
