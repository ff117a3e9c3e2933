# Keeps one issue about links: opens it, brings it up to date, closes it when there is nothing left to tell. It is known
# by its label, which strangers can't give. The report is handed over as a file and never read here.
set -eu
label=rotten-links
gh label create "$label" --force --color B60205 --description "Kept up to date by the workflow Links"
number=$(gh issue list --label "$label" --state open --limit 1 --json number --jq '.[].number')
if test ! -e "$LINKS/rotted"; then
  if test -n "$number"; then gh issue close "$number" --comment "No address is gone any more."; fi
elif test -n "$number"; then
  gh issue edit "$number" --body-file "$LINKS/report.md"
else
  gh issue create --label "$label" --title "Links that lead nowhere any more" --body-file "$LINKS/report.md"
fi
