/* postcart.h -- everything the library promises.  Layer: study. */
#ifndef POSTCART_POSTCART_H
#define POSTCART_POSTCART_H

#include "postcart/api.h"
#include "postcart/arena.h"
#include "postcart/course.h"
#include "postcart/date.h"
#include "postcart/diag.h"
#include "postcart/err.h"
#include "postcart/fixed.h"
#include "postcart/grade.h"
#include "postcart/lab.h"
#include "postcart/profile.h"
#include "postcart/result.h"
#include "postcart/rules.h"
#include "postcart/unit.h"
#include "postcart/version.h"

#endif
