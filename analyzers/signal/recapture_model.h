/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recapture_model.h: the regression that tests/bench/train learned; recapture_model.c is generated. */
#ifndef COTTINGLEY_RECAPTURE_MODEL_H
#define COTTINGLEY_RECAPTURE_MODEL_H

#include "analyzers/signal/regression.h"

extern const struct regression recapture_model;

#endif
