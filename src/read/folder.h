/* folder.h -- opening tables and their headers.  Layer: read. */
#ifndef PCARTI_FOLDER_H
#define PCARTI_FOLDER_H

#include "read/reading.h"

/*
 * Read the header of an opened file: which cell is which column.  Problems go
 * to the diag of the reading; a file that cannot be used stays unreadable.
 */
PCART_MUST_CHECK pcart_status pcarti_header_read(pcarti_reading *reading,
                                                 pcarti_file *file);

#endif
