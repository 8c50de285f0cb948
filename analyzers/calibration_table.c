/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written by tests/bench/accuracy --write: do not edit. */
#include "src/base/base.h"
#include "analyzers/calibration.h"

#include <math.h>

const struct calibration calibration_table[] = {
	{ .check = "recapture", .version = 4, .stratum = "large", .point = POINT_NOTICE,
	  .threshold = 0.8859, .fpr = 0.0216826, .fpr_lo = 0.0081097, .fpr_hi = 0.0384962,
	  .tpr = 0.541667, .tpr_lo = 0.199911, .tpr_hi = 0.789062,
	  .n_genuine = 1153, .n_positive = 120, .sources_genuine = 65, .sources_positive = 4,
	  .auc = 0.892168, .auc_lo = 0.785318, .auc_hi = 0.967807, .abstain_genuine = 0.000866551, .abstain_positive = 0,
	  .set = "genuine+prnu+recapture+splicing 2026-11", .date = "2026-11-25" },
	{ .check = "recapture", .version = 4, .stratum = "large", .point = POINT_WARNING,
	  .threshold = 0.9888, .fpr = 0.00173461, .fpr_lo = 0, .fpr_hi = 0.00630251,
	  .tpr = 0.116667, .tpr_lo = 0, .tpr_hi = 0.268915,
	  .n_genuine = 1153, .n_positive = 120, .sources_genuine = 65, .sources_positive = 4,
	  .auc = 0.892168, .auc_lo = 0.785318, .auc_hi = 0.967807, .abstain_genuine = 0.000866551, .abstain_positive = 0,
	  .set = "genuine+prnu+recapture+splicing 2026-11", .date = "2026-11-25" },
	{ .check = "recapture", .version = 4, .stratum = "small", .point = POINT_NOTICE,
	  .threshold = 0.9293, .fpr = 0.0204545, .fpr_lo = 0.00459691, .fpr_hi = 0.0450489,
	  .tpr = 0.418129, .tpr_lo = 0.232314, .tpr_hi = 0.712417,
	  .n_genuine = 440, .n_positive = 342, .sources_genuine = 31, .sources_positive = 7,
	  .auc = 0.892788, .auc_lo = 0.84874, .auc_hi = 0.956528, .abstain_genuine = 0.137255, .abstain_positive = 0,
	  .set = "genuine+copymove+exif+recapture+splicing 2026-11", .date = "2026-11-25" },
	{ .check = "whitebalance", .version = 2, .stratum = "large", .point = POINT_NOTICE,
	  .uncalibrated = "too few: 2 positive pictures of 1 source, 3 sources are needed",
	  .threshold = NAN, .fpr = 0.00310238, .fpr_lo = 0, .fpr_hi = 0.0090814,
	  .tpr = NAN, .tpr_lo = NAN, .tpr_hi = NAN,
	  .n_genuine = 967, .n_positive = 2, .sources_genuine = 65, .sources_positive = 1,
	  .auc = 0.555556, .auc_lo = 0.222222, .auc_hi = 0.888889, .abstain_genuine = 0.162045, .abstain_positive = 0,
	  .set = "genuine+prnu+recapture+splicing 2026-11", .date = "2026-11-25" },
	{ .check = "whitebalance", .version = 2, .stratum = "small", .point = POINT_NOTICE,
	  .uncalibrated = "too few: 48 positive pictures of 1 source, 3 sources are needed",
	  .threshold = NAN, .fpr = 0.0130719, .fpr_lo = 0, .fpr_hi = 0.0315822,
	  .tpr = NAN, .tpr_lo = NAN, .tpr_hi = NAN,
	  .n_genuine = 459, .n_positive = 48, .sources_genuine = 33, .sources_positive = 1,
	  .auc = 0.46047, .auc_lo = 0.338128, .auc_hi = 0.575347, .abstain_genuine = 0.1, .abstain_positive = 0,
	  .set = "genuine+copymove+exif+recapture+splicing 2026-11", .date = "2026-11-25" },
	{ .check = NULL },
};
