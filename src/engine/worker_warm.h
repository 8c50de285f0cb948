/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker_warm.h: the part of worker_warm_up() that has a file of its own. */
#ifndef COTTINGLEY_WORKER_WARM_H
#define COTTINGLEY_WORKER_WARM_H

void worker_warm_exif(void); /* prints one value and asks for one name, which loads what libexif loads late */

#endif
