# Writes what differs in content/ from the last commit into moved.patch, through an index of its own: what lies ready
# for the next commit stays as it is.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
GIT_INDEX_FILE=$folder/index
export GIT_INDEX_FILE
git read-tree HEAD
git add --all -- content
git diff --cached --no-ext-diff --no-renames --no-color --full-index HEAD -- content > "$LINKS/moved.patch"
