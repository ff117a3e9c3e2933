# The steps of the workflows beside this file, as targets that work the same on a laptop. The Makefile includes it and says
# how the environment in $(BIN) is made. What a step is told comes as environment variables, and only the shell
# expands them, quoted: no text from outside becomes part of a command.
# `factpress init` gives every publication this same file; a test keeps the two equal.

SINCE ?= origin/main
SHARD ?= 1/1
LINKS ?= links
RESULTS ?=
export SINCE SHARD LINKS RESULTS

FACTPRESS := $(BIN)/factpress
FORM := $(if $(GITHUB_ACTIONS),github,text)
# Where a summary goes: on GitHub to the page of the run, elsewhere only to the terminal.
TELL := tee -a "$${GITHUB_STEP_SUMMARY:-/dev/null}"
# The command exits with 1 for what it found, with more where it could not do its work.
FOUND := test $$? -eq 1

.PHONY: install
install: $(SITE)  ## make the environment, where there is none yet

.PHONY: check-content
check-content: $(SITE)  ## say what is wrong with the content
	@$(FACTPRESS) check --format $(FORM)

.PHONY: check-change
check-change: $(SITE)  ## say, too, what the change since SINCE alters of what was published, and doesn't tell
	@$(FACTPRESS) check --changed-since "$$SINCE" --format $(FORM)

.PHONY: strict
strict: $(SITE)  ## build the site as before publishing: warnings count
	@$(FACTPRESS) build --strict

.PHONY: crawl
crawl: $(SITE)  ## follow every link inside the built site
	@$(FACTPRESS) crawl

.PHONY: summary
summary: $(SITE)  ## tell what check-change says, on GitHub on the page of the run
	@# Four blanks make every line literal, whatever stands in it.
	@{ printf '## The content\n\n'; $(FACTPRESS) check --changed-since "$$SINCE" | head -c 500000 | sed 's/^/    /'; printf '\n'; } | $(TELL)

.PHONY: only-content
only-content:  ## fail where the change since SINCE touches more than content/
	@sh .github/only-content.sh

.PHONY: succeeded
succeeded:  ## fail unless each word of RESULTS is “success”
	@echo "The jobs: $${RESULTS:-none}."
	@test -n "$$RESULTS"
	@for result in $$RESULTS; do test "$$result" = success || exit 1; done

.PHONY: links
links: $(SITE)  ## check every address that the publication relies on
	@$(FACTPRESS) links

.PHONY: links-of-change
links-of-change: $(SITE)  ## check the addresses that the change since SINCE adds or touches
	@mkdir -p "$$LINKS"
	@$(FACTPRESS) links --changed-since "$$SINCE" --format json --output "$$LINKS/change.json" \
		> /dev/null || $(FOUND)
	@$(FACTPRESS) links --changed-since "$$SINCE" --merge "$$LINKS/change.json" --format markdown \
		--output "$$LINKS/change.md" > /dev/null || $(FOUND)
	@{ printf '# The links of this change\n\n'; cat "$$LINKS/change.md"; } | $(TELL) > /dev/null
	@$(FACTPRESS) links --changed-since "$$SINCE" --merge "$$LINKS/change.json" --format $(FORM)

.PHONY: links-part
links-part: $(SITE)  ## check the part SHARD of all addresses, like 2/4, for links-report to join
	@mkdir -p "$$LINKS"
	@$(FACTPRESS) links --shard "$$SHARD" --deadline 100 --format json --output "$$LINKS/part-$${SHARD%%/*}.json" || $(FOUND)

.PHONY: links-report
links-report: $(SITE)  ## join what links-part found into a report
	@rm -f "$$LINKS/rotted"
	@$(FACTPRESS) links --merge "$$LINKS"/part-*.json --format markdown --output "$$LINKS/report.md" || $(FOUND)
	@! grep -Eq '^## (Gone|Also)$$' "$$LINKS/report.md" || touch "$$LINKS/rotted"
	@{ printf '# Links\n\n'; cat "$$LINKS/report.md"; } | $(TELL) > /dev/null

.PHONY: links-patch
links-patch: $(SITE)  ## mend in content/ what links-part found moved or gone, and make a patch of it
	@$(FACTPRESS) links --merge "$$LINKS"/part-*.json --write || $(FOUND)
	@sh .github/links-patch.sh

.PHONY: links-issue
links-issue:  ## put the report into the one issue about links (needs gh)
	@sh .github/links-issue.sh

.PHONY: links-pull-request
links-pull-request:  ## propose what links-patch mended as a pull request (needs gh)
	@sh .github/links-pull-request.sh
