/* version.h -- the version of the library.  Layer: core. */
#ifndef POSTCART_VERSION_H
#define POSTCART_VERSION_H

#include "postcart/api.h"

/** Version of the library, "0.1.0"; static. */
PCART_API const char *pcart_version(void);

#endif
