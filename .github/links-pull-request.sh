# Proposes moved.patch as a pull request, on a branch that is made anew each time. The patch is taken for a stranger's: it
# is applied to an index of its own, never to files, and refused unless all it does is to change YAML files in
# content/, or to add content/links.yml.
set -eu
branch=factpress/moved-links
if test ! -s "$LINKS/moved.patch"; then
  echo "Nothing to propose."
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
GIT_INDEX_FILE=$folder/index
export GIT_INDEX_FILE
git read-tree HEAD
git apply --cached --whitespace=nowarn "$LINKS/moved.patch"
part='[A-Za-z0-9_-][A-Za-z0-9._-]*'
tab=$(printf '\t')
changed="^:100644 100644 [0-9a-f]{40} [0-9a-f]{40} M${tab}content/($part/)*$part\\.yml\$"
added="^:000000 100644 0{40} [0-9a-f]{40} A${tab}content/links\\.yml\$"
# Names with anything unusual in them come out quoted, so that they match neither.
git -c core.quotePath=true diff --cached --raw --no-renames --no-abbrev HEAD > "$folder/touched"
if ! test -s "$folder/touched" || grep -Evq -e "$changed" -e "$added" "$folder/touched"; then
  echo "The patch does more than to change content files; nothing was proposed." >&2
  exit 1
fi
GIT_AUTHOR_NAME="github-actions[bot]"
GIT_AUTHOR_EMAIL="41898282+github-actions[bot]@users.noreply.github.com"
GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME
GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
if test -z "$(gh auth token 2> /dev/null)"; then
  echo "gh has no token (on GitHub, MOVED_LINKS_TOKEN in the environment moved-links), so nothing was proposed. The changes \
are ready all the same: git apply moved.patch, which a run keeps as links-patch, or make links-part links-patch." \
    | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"
  exit 0
fi
title="Follow links that have moved, note those that are gone"
commit=$(git commit-tree -p HEAD -m "$title" "$(git write-tree)")
# gh hands the token over for this one push; it is written down nowhere.
git -c credential.helper= -c 'credential.helper=!gh auth git-credential' \
  push --quiet --force origin "$commit:refs/heads/$branch"
# A fork may have a branch of the same name.
own='.[] | select(.isCrossRepository | not) | .number'
if test -n "$(gh pr list --head "$branch" --state open --json number,isCrossRepository --jq "$own")"; then
  echo "The pull request was brought up to date."
elif ! gh pr create --head "$branch" --title "$title" --body "Found by the workflow Links. Look at each address: does \
it still show what the claim relies on?"; then
  echo "The branch $branch is pushed, but the token may not open pull requests. Let it, or open one from the branch." >&2
  exit 1
fi
