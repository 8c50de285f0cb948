/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written by tests/bench/accuracy --write: do not edit. */
#include "src/base/base.h"
#include "analyzers/calibration.h"

#include <math.h>

const struct calibration calibration_table[] = {
	{ .check = "recapture", .version = 2, .stratum = "large", .point = POINT_NOTICE,
	  .uncalibrated = "its levels do not come from a measured threshold",
	  .threshold = NAN, .fpr = 0.0348837, .fpr_lo = 0.00859599, .fpr_hi = 0.0653423,
	  .tpr = NAN, .tpr_lo = NAN, .tpr_hi = NAN,
	  .n_genuine = 344, .n_positive = 120, .sources_genuine = 10, .sources_positive = 4,
	  .auc = 0.873159, .auc_lo = 0.703896, .auc_hi = 0.962558, .abstain_genuine = 0.0337079, .abstain_positive = 0,
	  .set = "prnu+recapture+splicing 2026-11", .date = "2026-11-25" },
	{ .check = "recapture", .version = 2, .stratum = "small", .point = POINT_NOTICE,
	  .uncalibrated = "too few: 61 genuine pictures of 6 sources, 100 of 5 are needed",
	  .threshold = NAN, .fpr = NAN, .fpr_lo = NAN, .fpr_hi = NAN,
	  .tpr = NAN, .tpr_lo = NAN, .tpr_hi = NAN,
	  .n_genuine = 61, .n_positive = 111, .sources_genuine = 6, .sources_positive = 2,
	  .auc = 0.587551, .auc_lo = 0.458255, .auc_hi = 1, .abstain_genuine = 0.839474, .abstain_positive = 0.675439,
	  .set = "copymove+exif+recapture+splicing 2026-11", .date = "2026-11-25" },
	{ .check = "whitebalance", .version = 1, .stratum = "large", .point = POINT_NOTICE,
	  .uncalibrated = "too few: 2 positive pictures of 1 source, 3 sources are needed",
	  .threshold = NAN, .fpr = 0.00362319, .fpr_lo = 0, .fpr_hi = 0.0202343,
	  .tpr = NAN, .tpr_lo = NAN, .tpr_hi = NAN,
	  .n_genuine = 276, .n_positive = 2, .sources_genuine = 10, .sources_positive = 1,
	  .auc = 0.555556, .auc_lo = 0.222222, .auc_hi = 0.888889, .abstain_genuine = 0.224719, .abstain_positive = 0,
	  .set = "prnu+recapture+splicing 2026-11", .date = "2026-11-25" },
	{ .check = "whitebalance", .version = 1, .stratum = "small", .point = POINT_NOTICE,
	  .uncalibrated = "too few: 48 positive pictures of 1 source, 3 sources are needed",
	  .threshold = NAN, .fpr = 0.00869565, .fpr_lo = 0, .fpr_hi = 0.0252502,
	  .tpr = NAN, .tpr_lo = NAN, .tpr_hi = NAN,
	  .n_genuine = 345, .n_positive = 48, .sources_genuine = 13, .sources_positive = 1,
	  .auc = 0.46047, .auc_lo = 0.338128, .auc_hi = 0.575347, .abstain_genuine = 0.0921053, .abstain_positive = 0,
	  .set = "copymove+exif+recapture+splicing 2026-11", .date = "2026-11-25" },
	{ .check = NULL },
};
