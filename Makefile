# postcart: the only build entry.  `make demo` and `make test` need nothing
# but git and make: they install what is missing (see `deps`).

VERSION := $(shell cat VERSION)
BUILD   ?= build
PREFIX  ?= /usr/local
CC      ?= gcc
LAYERS  ?= core rules grade karyotype marrow clone stat read align store study \
           figure report
UNIT    ?=

WARN    := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes \
           -Wmissing-prototypes -Wvla -Wcast-qual -Wwrite-strings -Wundef
CFLAGS  ?= -O2 -g
CFLAGS  += -std=c17 $(WARN) -fvisibility=hidden -ffp-contract=off -MMD -MP
CPPFLAGS += -Iinclude -Isrc -D_POSIX_C_SOURCE=200809L \
            -DPCART_VERSION='"$(VERSION)"' $(DEPS_CFLAGS)
ifdef WERROR
CFLAGS  += -Werror
endif
ifdef SAN
CFLAGS  += -fsanitize=address,undefined -fno-sanitize-recover=all \
           -fno-omit-frame-pointer
LDFLAGS += -fsanitize=address,undefined
endif

PACKAGES    := libfyaml jansson
DEPS_CFLAGS = $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
DEPS_LIBS   = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)
LIBS        = $(DEPS_LIBS) -lRmath -lm -lpthread

SOURCE  := $(sort $(foreach layer,$(LAYERS),$(wildcard src/$(layer)/*.c)))
OBJECT  := $(SOURCE:src/%.c=$(BUILD)/%.o)
COMMAND := $(sort $(wildcard src/cmd/*.c))
COMMAND_OBJECT := $(COMMAND:src/%.c=$(BUILD)/%.o)
UNIT_SOURCE := $(if $(UNIT),$(UNIT:%=test/unit/test_%.c),\
                 $(sort $(wildcard test/unit/test_*.c)))
UNIT_PROGRAM := $(UNIT_SOURCE:test/unit/%.c=$(BUILD)/unit/%)

.PHONY: all unit clean
all: $(BUILD)/postcart

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/libpostcart.a: $(OBJECT)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/postcart: $(COMMAND_OBJECT) $(BUILD)/libpostcart.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/unit/%: test/unit/%.c $(BUILD)/libpostcart.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(BUILD)/libpostcart.a \
	  $(LDFLAGS) -lcmocka $(LIBS)

unit: $(UNIT_PROGRAM)
	@set -e; for t in $(UNIT_PROGRAM); do ./$$t; done

clean:
	rm -rf $(BUILD)

-include $(OBJECT:.o=.d) $(COMMAND_OBJECT:.o=.d)
