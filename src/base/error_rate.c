/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/error_rate.h"

#include <math.h>

void rate_percent(struct str *o, double share)
{
	double p = 100 * share;

	if (isnan(p))
		str_puts(o, "unknown");
	else if (p <= 0 || p >= 10)
		str_printf(o, "%.0f %%", p);
	else
		str_printf(o, p < 1 ? "%.2f %%" : "%.1f %%", p);
}

static void one(struct str *o, double share, uint32_t n, const char *what, uint32_t sources, const char *how)
{
	rate_percent(o, share);
	str_printf(o, " of %u %s pictures", n, what);
	if (sources)
		str_printf(o, " of %u source%s", sources, sources == 1 ? "" : "s");
	str_printf(o, " were %s (95 %% interval ", how);
}

static void interval(struct str *o, double lo, double hi)
{
	rate_percent(o, lo);
	str_puts(o, " to ");
	rate_percent(o, hi);
	str_putc(o, ')');
}

void rate_words(struct str *o, const struct error_rate *e)
{
	if (!e->calibrated) {
		str_puts(o, RATE_UNCALIBRATED);
		return;
	}
	str_printf(o, "from %.4g on: ", e->threshold);
	one(o, e->fpr, e->n_genuine, "genuine", e->sources, "flagged");
	interval(o, e->fpr_lo, e->fpr_hi);
	if (e->n_positive) {
		str_puts(o, ", ");
		one(o, e->tpr, e->n_positive, "other", e->sources_positive, "found");
		interval(o, e->tpr_lo, e->tpr_hi);
	}
	if (e->stratum)
		str_printf(o, "; %s pictures", e->stratum);
	if (e->set)
		str_printf(o, "; set %s", e->set);
}
