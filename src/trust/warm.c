/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/trust/warm.h"

void trust_warm(void)
{
}
