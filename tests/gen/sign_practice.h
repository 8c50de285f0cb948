/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_practice.h: the signed pictures of the practice case. draw-pictures --practice has drawn them; here each is
 * replaced by what became of it. Their root is on no list, which is how most pictures arrive; whoever wants to see them listed names
 * the root for one run. */
#ifndef GEN_SIGN_PRACTICE_H
#define GEN_SIGN_PRACTICE_H

/* In place; ends the program when a picture is signed already. */
void practice_sign(const char *folder);
void practice_root(const char *path); /* the public certificate */

#endif
