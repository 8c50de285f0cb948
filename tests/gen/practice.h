/* SPDX-License-Identifier: GPL-3.0-or-later */
/* practice.h: the practice case: a score of pictures as a newsroom might get them, some
 * honest, some not, and a table that says which. */
#ifndef GEN_PRACTICE_H
#define GEN_PRACTICE_H

/* Writes every picture into an existing or new folder. */
void practice_write(const char *folder);

/* Writes the answers: file, what was done, which check should see it, and where, separated
 * by tabs. */
void practice_answers(const char *path);

#endif
