/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xdg.h: where our own files live (XDG Base Directory 0.8). Empty or relative values count as unset. */
#ifndef COTTINGLEY_XDG_H
#define COTTINGLEY_XDG_H

#include "src/base/base.h"
#include "src/base/error.h"

/* $XDG_DATA_HOME/cottingley, or ~/.local/share/cottingley; nothing is made. */
MUST_USE enum status xdg_data(char *out, size_t len, struct error *e);
/* Makes a folder and what lies above it, 0700. */
MUST_USE enum status xdg_make(const char *path, struct error *e);
/* A new case's path in the data folder: cases/case-YYYYMMDD-HHMMSS.cott, made unique. Makes the folder. */
MUST_USE enum status xdg_new_case(char *out, size_t len, int64_t now, struct error *e);

#endif
