# dateline: `make demo` shows what it does, `make test` checks everything that must hold.

CARGO ?= cargo
DATELINE = $(or $(CARGO_TARGET_DIR),target)/release/dateline
DEMO = out/demo.db

.PHONY: demo test lint eval fuzz clean help rust

help:
	@echo 'make demo   build dateline, code the sample articles, show what they claim'
	@echo 'make test   every test: the rooms, the data, the documents, the house as a whole'
	@echo 'make lint   formatting, clippy with warnings as errors, licences and advisories'
	@echo 'make eval   how good each room is, where the gold stands beside the project'
	@echo 'make fuzz   60 seconds of odd bytes through each reader, on a nightly compiler'
	@echo 'make clean  remove what was built'

rust:
	@command -v $(CARGO) >/dev/null || { echo 'cargo is not there; install Rust 1.95 or newer from https://rustup.rs' >&2; exit 1; }

demo: rust
	$(CARGO) build --release --locked --package dateline
	@rm -rf out && mkdir -p out
	@echo
	$(DATELINE) code samples --metadata samples/metadata.tsv --db $(DEMO)
	@echo
	@echo 'What the eight articles claim (samples/README.md tells their story):'
	$(DATELINE) claims --db $(DEMO)
	@echo
	@echo 'Incidents that several claims are about, with the voices behind them and what is disputed:'
	$(DATELINE) incidents --db $(DEMO) --claims 2
	@echo
	@echo 'Go on:'
	@echo '  $(DATELINE) claims --db $(DEMO) --factuality denied'
	@echo '  $(DATELINE) documents --db $(DEMO)         and then: $(DATELINE) show DOCUMENT --db $(DEMO)'
	@echo '  $(DATELINE) why CLAIM --db $(DEMO)'
	@echo '  $(DATELINE) export --db $(DEMO) --format geojson -o out/claims.geojson'
	@echo '  $(DATELINE) code YOUR-ARTICLES/ --help'

# cargo-nextest, where it is installed, runs each test in its own process and ends with one summary line; it does not run examples in
# documentation, so those come first.
test: rust
	$(CARGO) test --workspace --locked --doc --quiet
	@if $(CARGO) nextest --version >/dev/null 2>&1; \
	then $(CARGO) nextest run --workspace --locked --no-fail-fast; \
	else $(CARGO) test --workspace --locked --no-fail-fast --lib --bins --tests; fi

lint: rust
	$(CARGO) fmt --all -- --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) test --locked --quiet --package xtask tidy
	@if $(CARGO) deny --version >/dev/null 2>&1; then $(CARGO) deny --all-features check; \
	else echo 'cargo-deny is not there; licences and advisories were checked by xtask tidy alone'; fi

eval: rust
	$(CARGO) xtask eval

# What it finds worth keeping stands in fuzz/corpus; an input that makes a reader panic in fuzz/artifacts: mend the reader, then keep the
# input as a new file of fuzz/seeds, which `make test` reads too. FUZZ_TARGETS=claims runs one.
FUZZ = 0.13.2
FUZZ_SECONDS = 60
FUZZ_TARGETS = claims html feed warc jsonl pdf
fuzz: rust
	@rustup run nightly rustc --version >/dev/null 2>&1 || { echo 'no nightly compiler here; rustup toolchain install nightly' >&2; exit 1; }
	@test "$$($(CARGO) fuzz --version 2>/dev/null)" = 'cargo-fuzz $(FUZZ)' || $(CARGO) install cargo-fuzz --version $(FUZZ) --locked
	@for target in $(FUZZ_TARGETS); do \
	  mkdir -p fuzz/corpus/$$target && $(CARGO) +nightly fuzz run $$target fuzz/corpus/$$target fuzz/seeds/$$target \
	    -- -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=20 -rss_limit_mb=2048 || exit 1; done

clean:
	$(CARGO) clean
	rm -rf out
