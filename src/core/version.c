/* version.c -- the version, from the file VERSION.  Layer: core. */
#include "postcart/version.h"

const char *
pcart_version(void)
{
    return PCART_VERSION;
}
