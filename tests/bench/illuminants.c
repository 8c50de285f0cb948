/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/whitebalance.h"
#include "analyzers/checks.h"
#include "src/base/mem.h"
#include "src/media/subject.h"
#include "tests/unit/lit_scene.h"
#include "tests/unit/lit_world.h"
#include <math.h>
int main(int argc, char **argv)
{
	unsigned n = argc > 1 ? atoi(argv[1]) : 10; uint64_t from = argc > 2 ? strtoull(argv[2],0,10) : 1;
	struct wb_limits lim = { .angle = 8, .narrow = 3, .sigmas = 3, .likeness = .96, .variety = .05, .resamples = 200, .surface = { .005, 2500 } };
	struct locus locus; locus_init(&locus);
	const struct limits L = LIMITS_DEFAULT;
	for (unsigned i = 0; i < n; i++) for (int apart = 0; apart < 2; apart++) {
		struct lit_world w = lit_world_any(from + i, apart);
		struct raster r = lit_world_draw(&w);
		struct region reg[8]; struct wb_guided g; struct error e = ERROR_INIT; struct subject s; const struct raster *pr = &r;
		uint8_t *jpeg = NULL; size_t len;
		static const enum region_kind kinds[] = { REGION_PLAIN, REGION_SAME_A, REGION_NEUTRAL, REGION_HIGHLIGHT };
		for (unsigned b = 0; b < 4; b++) for (unsigned k = 0; k < 2; k++) { reg[2*b+k] = lit_world_region(&w, b, k); reg[2*b+k].kind = b == 1 && w.skin ? REGION_SKIN : kinds[b]; }
		if (w.quality) { jpeg = lit_scene_jpeg(&r, w.quality, &len); if (subject_open(&s, span_of(jpeg, len, 0), &L, &e) || subject_raster(&s, NULL, &pr, &e)) { puts(e.message); return 1; } }
		if (argc > 3 && apart) { FILE *f = fopen(argv[3], "wb"); fprintf(f, "P6 %u %u 255\n", pr->width, pr->height); fwrite(pr->data, 1, pr->width*pr->height*3, f); fclose(f); return 0; }
		if (wb_guide(pr, reg, 8, &locus, &lim, NULL, &g, &e)) { puts(e.message); return 1; }
		for (unsigned b = 0; b < 4; b++) {
			double t[2][2], est[2][2]; int found = 0;
			for (unsigned k = 0; k < 2; k++) { double rg[2]; lit_world_light(&w, &reg[2*b+k], rg); chroma_logs(rg, t[k]); chroma_logs(g.at[2*b+k].light.rg, est[k]);
				if (g.at[2*b+k].speaks) { double v[2]={0}; for (unsigned q=0;q<200;q++){double ab[2]; chroma_logs(g.at[2*b+k].spread.rg[q],ab); for(int c=0;c<2;c++) v[c]+=(ab[c]-est[k][c])*(ab[c]-est[k][c])/200;}
					printf("R %u %d %d %u %g %g %g %g %u %g %g\n", i, apart, w.skin && b == 1 ? 4 : (int)b, k, est[k][0]-t[k][0], est[k][1]-t[k][1], sqrt(v[0]), sqrt(v[1]), g.at[2*b+k].lines, est[k][0], est[k][1]);
				} else printf("# %s\n", g.at[2*b+k].reason); }
			for (unsigned p = 0; p < g.n_pairs; p++) if (g.pairs[p].a == 2*b && g.pairs[p].b == 2*b+1) {
				double x[2], y[2], truth; found = 1;
				for (unsigned c = 0; c < 2; c++) { double m = b == 1 ? (t[0][c]+t[1][c])/2 : 0; t[0][c]-=m; t[1][c]-=m; }
				chroma_of_logs(t[0], x); chroma_of_logs(t[1], y); truth = chroma_angle(x, y);
				printf("P %u %d %d %g %g %g %g %d %g %g %g %g %g\n", i, apart, w.skin && b == 1 ? 4 : (int)b, truth, g.pairs[p].angle.degrees, g.pairs[p].angle.low, g.pairs[p].angle.high, g.pairs[p].apart,
				 (est[1][0]-est[0][0])-(t[1][0]-t[0][0]),  (est[1][1]-est[0][1])-(t[1][1]-t[0][1]), w.border, est[1][0]-est[0][0], est[1][1]-est[0][1]);
			}
			(void)found;
		}
		wb_guided_release(&g); raster_release(&r); if (jpeg) { subject_release(&s); free(jpeg); }
	}
}
