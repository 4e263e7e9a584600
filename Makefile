# postcart: the only build entry.  `make demo` and `make test` need nothing
# but git and make: they install what is missing (tools/deps).
#
#   all      the program and the library         demo     simulate, run, grade
#   test     all tests, in minutes, without R    test-r   the same numbers as R
#   bench    measure against the peers           fuzz     FUZZ_SECONDS a target
#   install  to PREFIX                           docs     generated pages
#   gallery  every figure with made-up data         validate simulations
#
# BUILD=dir keeps variants apart; SAN=1 adds ASan and UBSan; WERROR=1 as in CI;
# LAYERS="core rules" builds only these; UNIT="core rules" runs only these;
# OPT="-O1" replaces the optimiser's flags.

VERSION := $(shell cat VERSION)
BUILD   ?= build
PREFIX  ?= /usr/local
LAYERS  ?= core rules grade karyotype marrow clone stat read align store study \
           figure report
UNIT    ?=
FUZZ_SECONDS ?= 60
ifeq ($(origin CC),default)
CC      := gcc
endif

WARN    := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes \
           -Wmissing-prototypes -Wvla -Wcast-qual -Wwrite-strings -Wundef
OPT     ?= -O2 -g
override CFLAGS += $(OPT) -std=c17 $(WARN) -fvisibility=hidden \
           -ffp-contract=off -fno-math-errno -fno-trapping-math -MMD -MP
CPPFLAGS += -Iinclude -Isrc -D_POSIX_C_SOURCE=200809L -DMATHLIB_STANDALONE \
            -DPCART_VERSION='"$(VERSION)"' $(DEPS_CFLAGS)
ifdef WERROR
override CFLAGS += -Werror
endif
ifdef SAN
override CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all \
           -fno-omit-frame-pointer
override LDFLAGS += -fsanitize=address,undefined
endif

PACKAGES    := yaml-0.1 jansson libsodium htslib
DRAWING     := librsvg-2.0 cairo-pdf xlsxwriter
DEPS_CFLAGS = $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
DRAW_CFLAGS = $(subst -I,-isystem ,$(shell pkg-config --cflags $(DRAWING) \
                2>/dev/null))
LIBS        = -Wl,--as-needed \
              $(shell pkg-config --libs $(PACKAGES) $(DRAWING) 2>/dev/null) \
              -lRmath -lm -lpthread

SOURCE  := $(sort $(foreach layer,$(LAYERS),$(wildcard src/$(layer)/*.c)))
OBJECT  := $(SOURCE:src/%.c=$(BUILD)/%.o)
STUDY   := $(sort $(wildcard studies/*.yaml))
ifneq ($(filter study,$(LAYERS)),)
OBJECT  += $(BUILD)/embedded/studies.o
endif
COMMAND := $(sort $(wildcard src/cmd/*.c))
COMMAND_OBJECT := $(COMMAND:src/%.c=$(BUILD)/%.o) $(BUILD)/embedded/cases.o
CASE    := $(sort $(wildcard test/case/*.tsv))
UNIT_SOURCE := $(if $(UNIT),$(UNIT:%=test/unit/test_%.c),\
                 $(sort $(wildcard test/unit/test_*.c)))
UNIT_PROGRAM := $(UNIT_SOURCE:test/unit/%.c=$(BUILD)/unit/%)
FUZZ_TARGET := $(patsubst fuzz/fuzz_%.c,%,$(sort $(wildcard fuzz/fuzz_*.c)))
REPLAY_PROGRAM := $(FUZZ_TARGET:%=$(BUILD)/replay/%)
FUZZ_PROGRAM := $(FUZZ_TARGET:%=$(BUILD)/fuzz/%)
SHIM    := $(BUILD)/failing_malloc.so

# V=1 prints the whole command lines.
ifdef V
say =
else
say = @echo "  $(1)  $@";
endif

.PHONY: all deps demo test test-r check-all unit unit-programs replay fault \
        bench fuzz fuzz-programs gallery validate docs install clean
.SECONDARY:

all: deps
	@$(MAKE) --no-print-directory $(BUILD)/postcart

deps:
	@tools/deps build

# --- building ---------------------------------------------------------------

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(call say,cc  )$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# Files that the program carries with it.
$(BUILD)/embedded/studies.c: tools/embed $(STUDY)
	@mkdir -p $(@D)
	@tools/embed pcarti_studies $(STUDY) >$@

$(BUILD)/embedded/cases.c: tools/embed $(CASE)
	@mkdir -p $(@D)
	@tools/embed pcarti_cases $(CASE) >$@

$(BUILD)/embedded/%.o: $(BUILD)/embedded/%.c
	$(call say,cc  )$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# The only files that see the libraries of PDF and spreadsheets.
$(BUILD)/report/pdf.o $(BUILD)/report/workbook.o: CPPFLAGS += $(DRAW_CFLAGS)

# The version is compiled into one file.
$(BUILD)/core/version.o: VERSION

$(BUILD)/libpostcart.a: $(OBJECT)
	@rm -f $@
	$(call say,ar  )ar rcs $@ $^

$(BUILD)/postcart: $(COMMAND_OBJECT) $(BUILD)/libpostcart.a
	$(call say,link)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/unit/%: test/unit/%.c $(BUILD)/libpostcart.a
	@mkdir -p $(@D)
	$(call say,link)$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(BUILD)/libpostcart.a \
	  $(LDFLAGS) -lcmocka $(LIBS)

# A fuzz target that replays files instead of making them: any compiler.
$(BUILD)/replay/%: fuzz/fuzz_%.c fuzz/replay.c $(BUILD)/libpostcart.a
	@mkdir -p $(@D)
	$(call say,link)$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< fuzz/replay.c \
	  $(BUILD)/libpostcart.a $(LDFLAGS) $(LIBS)

$(SHIM): test/fault/failing_malloc.c
	@mkdir -p $(@D)
	$(call say,link)$(CC) -std=c17 -O1 -shared -fPIC -o $@ $<

# --- seeing it work ---------------------------------------------------------

demo: all
	@examples/demo $(BUILD)/postcart demo

# --- testing ----------------------------------------------------------------

test: export WERROR := 1
test:
	@tools/deps test
	@$(MAKE) --no-print-directory $(BUILD)/postcart unit-programs replay $(SHIM)
	@BUILD=$(BUILD) test/run

unit-programs: $(UNIT_PROGRAM)

unit: $(UNIT_PROGRAM)
	@set -e; for t in $(UNIT_PROGRAM); do ./$$t; done

replay: $(REPLAY_PROGRAM)

fault: $(BUILD)/postcart $(SHIM)
	@test/fault/run $(BUILD)/postcart $(SHIM)

test-r: all
	@tools/deps r
	@test/reference/run-r $(BUILD)/postcart

# --- longer work ------------------------------------------------------------

# Methods against simulations and public data: minutes, seeded, no part of test.
VALIDATE := $(patsubst test/validate/%.c,$(BUILD)/validate/%,\
              $(sort $(wildcard test/validate/*.c)))

$(BUILD)/validate/%: test/validate/%.c $(BUILD)/libpostcart.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(BUILD)/libpostcart.a \
	  $(LDFLAGS) $(LIBS)

validate: deps $(VALIDATE)
	$(BUILD)/validate/validate_lookback
	$(BUILD)/validate/validate_claims
	test/validate/panel $(BUILD)
	$(BUILD)/validate/validate_chimerism
	$(BUILD)/validate/validate_growth \
	  test/data/clones/fabre_longitudinal_vaf.csv

bench: all
	@bench/run $(BUILD)/postcart
	@bench/karyotype $(BUILD)

fuzz:
	@tools/deps fuzz
	@$(MAKE) --no-print-directory CC=clang BUILD=$(BUILD)/clang \
	  OPT="-O1 -g -fsanitize=fuzzer-no-link,address,undefined" \
	  LDFLAGS="-fsanitize=fuzzer,address,undefined" fuzz-programs
	@fuzz/run $(BUILD)/clang/fuzz $(FUZZ_SECONDS)

fuzz-programs: $(FUZZ_PROGRAM)

$(BUILD)/fuzz/%: fuzz/fuzz_%.c $(BUILD)/libpostcart.a
	@mkdir -p $(@D)
	$(call say,link)$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(BUILD)/libpostcart.a \
	  $(LDFLAGS) $(LIBS)

# Every figure with made-up data, to be looked at.
gallery: $(BUILD)/libpostcart.a
	@mkdir -p $(BUILD)/gallery
	$(call say,link)$(CC) $(CPPFLAGS) $(CFLAGS) -o $(BUILD)/gallery/gallery \
	  $(sort $(wildcard test/figure/gallery*.c)) $< $(LDFLAGS) $(LIBS)
	@$(BUILD)/gallery/gallery $(BUILD)/gallery

docs: $(BUILD)/postcart
	@tools/make-docs $(BUILD)/postcart

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib \
	  $(DESTDIR)$(PREFIX)/include/postcart $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(BUILD)/postcart $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(BUILD)/libpostcart.a $(DESTDIR)$(PREFIX)/lib
	install -m 644 include/postcart/*.h $(DESTDIR)$(PREFIX)/include/postcart
	install -m 644 doc/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1

clean:
	rm -rf $(BUILD) demo

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/unit/*.d)
