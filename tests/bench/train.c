/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train: learns the regression of the check `recapture` from tables that tests/bench/features wrote, and judges it
 * leaving one source out.
 * usage: train [-c C] [-k KEEP] [-w SHARE] [-v VERSION] [-t TILES] [-x] [-d DATE] [-n SET] [-s SCORES.tsv] [-m MODEL.c] TABLE.tsv...
 *   -c C      strength of the data against the penalty (ridge.h)
 *   -k KEEP   features kept: those of the largest weights in a first fit, chosen inside each fold, then refitted
 *   -w SHARE  weight of a source that has one label only (and of set `simulated`) against one that has both
 *   -x        the tables were made with features -x
 *   -s, -m    what is written: leave-one-source-out scores, the table that the program compiles in
 * Rows labelled recaptured count against rows labelled genuine; others are scored and not learned from. A source
 * is left out with all its rows, of whatever set. */
#include "src/base/base.h"

#include "analyzers/signal/features.h"
#include "analyzers/signal/regression.h"
#include "src/base/mem.h"
#include "tests/bench/numbers.h"
#include "tests/bench/ridge.h"

#include <math.h>
#include <sys/wait.h>
#include <unistd.h>

struct settings {
	double c, share;
	size_t keep;
	unsigned version;
	uint32_t tiles, jobs;
	bool thorough;
	const char *date, *set, *scores, *model;
};

enum role { ROLE_NONE, ROLE_GENUINE, ROLE_RECAPTURED };

struct lesson {
	const struct numbers *t;
	const struct settings *s;
	enum role *role;  /* of each row */
	size_t *source;   /* index of each row's source */
	char **sources;
	bool *simulated;
	size_t n_sources;
};

/* ---- rows and their weights ---- */

static size_t source_index(struct lesson *l, const char *name)
{
	for (size_t i = 0; i < l->n_sources; i++)
		if (strcmp(l->sources[i], name) == 0)
			return i;
	l->sources[l->n_sources] = mem_need_str(name);
	return l->n_sources++;
}

static void lesson_init(struct lesson *l, const struct numbers *t, const struct settings *s)
{
	memset(l, 0, sizeof *l);
	l->t = t;
	l->s = s;
	l->role = mem_need(t->n, sizeof *l->role);
	l->source = mem_need(t->n, sizeof *l->source);
	l->sources = mem_need(t->n, sizeof *l->sources);
	l->simulated = mem_need(t->n, sizeof *l->simulated);
	for (size_t i = 0; i < t->n; i++) {
		const char *label = t->rows[i].label;

		l->role[i] = strcmp(label, "recaptured") == 0 ? ROLE_RECAPTURED
			: strcmp(label, "genuine") == 0 ? ROLE_GENUINE : ROLE_NONE;
		l->simulated[i] = strcmp(t->rows[i].set, "simulated") == 0;
		l->source[i] = source_index(l, t->rows[i].source);
	}
}

static void lesson_release(struct lesson *l)
{
	for (size_t i = 0; i < l->n_sources; i++)
		free(l->sources[i]);
	free(l->sources);
	free(l->simulated);
	free(l->source);
	free(l->role);
}

static bool taught(const struct lesson *l, size_t row, size_t left_out)
{
	return l->role[row] != ROLE_NONE && l->source[row] != left_out;
}

/* Each source counts alike, each label of it alike; those with one label only, and simulated ones, count `share`. Then
 * the labels are balanced and the mean is 1. */
static void set_weights(const struct lesson *l, size_t left_out, double *w)
{
	size_t n = l->t->n, rows = 0;
	double (*count)[2][2] = mem_need(l->n_sources, sizeof *count), total[2] = { 0 };

	for (size_t i = 0; i < n; i++)
		if (taught(l, i, left_out))
			count[l->source[i]][l->simulated[i]][l->role[i] == ROLE_RECAPTURED]++;
	for (size_t i = 0; i < n; i++) {
		const double *c = count[l->source[i]][l->simulated[i]];
		bool positive = l->role[i] == ROLE_RECAPTURED, both = c[0] > 0 && c[1] > 0;

		w[i] = 0;
		if (!taught(l, i, left_out))
			continue;
		w[i] = (both && !l->simulated[i] ? 1 : l->s->share) / c[positive];
		total[positive] += w[i];
		rows++;
	}
	for (size_t i = 0; i < n; i++)
		if (w[i] > 0)
			w[i] *= (double)rows / 2 / total[l->role[i] == ROLE_RECAPTURED];
	free(count);
}

/* ---- knots ---- */

struct weighed {
	float x;
	double w;
};

static int by_value(const void *a, const void *b)
{
	float x = ((const struct weighed *)a)->x, y = ((const struct weighed *)b)->x;

	return (x > y) - (x < y);
}

/* Weighted quantiles (k + .5) / 24, linear between the middles of the samples' shares. */
static void set_knots(struct weighed *v, size_t n, float knot[REGRESSION_KNOTS])
{
	double total = 0, before = 0;
	size_t at = 0;

	qsort(v, n, sizeof *v, by_value);
	for (size_t i = 0; i < n; i++)
		total += v[i].w;
	for (size_t k = 0; k < REGRESSION_KNOTS; k++) {
		double want = (k + .5) / REGRESSION_KNOTS * total, middle, previous;

		while (at + 1 < n && before + v[at].w / 2 < want)
			before += v[at++].w;
		middle = before + v[at].w / 2;
		previous = at ? before - v[at - 1].w / 2 : middle;
		knot[k] = v[at].x;
		if (at && middle > want && middle > previous)
			knot[k] = (float)((double)v[at].x - ((double)v[at].x - (double)v[at - 1].x) *
					  (middle - want) / (middle - previous));
	}
}

struct model {
	size_t n;           /* features kept */
	size_t *column;
	float (*knot)[REGRESSION_KNOTS];
	double *b;          /* n + 1 */
};

static void model_release(struct model *m)
{
	free(m->column);
	free(m->knot);
	free(m->b);
}

static void learn_knots(const struct lesson *l, const double *w, struct model *m)
{
	struct weighed *v = mem_need(l->t->n, sizeof *v);

	for (size_t j = 0; j < m->n; j++) {
		size_t n = 0;

		for (size_t i = 0; i < l->t->n; i++)
			if (w[i] > 0 && !isnan(l->t->rows[i].v[m->column[j]]))
				v[n++] = (struct weighed){ l->t->rows[i].v[m->column[j]], w[i] };
		if (n > 0)
			set_knots(v, n, m->knot[j]);
	}
	free(v);
}

/* ---- fits ---- */

static bool fit(const struct lesson *l, const double *w, struct model *m)
{
	size_t n = 0, row = 0;
	struct ridge_problem q = { .p = m->n, .c = l->s->c };
	float *z;
	bool *positive, ok;
	double *weight;

	for (size_t i = 0; i < l->t->n; i++)
		n += w[i] > 0;
	z = mem_need(n * m->n, sizeof *z);
	positive = mem_need(n, sizeof *positive);
	weight = mem_need(n, sizeof *weight);
	for (size_t i = 0; i < l->t->n; i++) {
		if (!(w[i] > 0))
			continue;
		for (size_t j = 0; j < m->n; j++)
			z[row * m->n + j] = regression_standing(m->knot[j], l->t->rows[i].v[m->column[j]]);
		positive[row] = l->role[i] == ROLE_RECAPTURED;
		weight[row++] = w[i];
	}
	q.n = n;
	q.z = z;
	q.positive = positive;
	q.weight = weight;
	memset(m->b, 0, (m->n + 1) * sizeof *m->b);
	ok = ridge_fit(&q, m->b);
	free(z);
	free(positive);
	free(weight);
	return ok;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y) - (x > y);
}

static void keep_largest(struct model *m, size_t keep)
{
	double *size = mem_need(m->n, sizeof *size), least;
	size_t n = 0;

	for (size_t j = 0; j < m->n; j++)
		size[j] = fabs(m->b[j]);
	qsort(size, m->n, sizeof *size, by_size);
	least = size[keep - 1];
	for (size_t j = 0; j < m->n && n < keep; j++)
		if (fabs(m->b[j]) >= least) {
			m->column[n] = m->column[j];
			memmove(m->knot[n], m->knot[j], sizeof m->knot[n]);
			n++;
		}
	m->n = n;
	free(size);
}

/* left_out: a source, or SIZE_MAX for none. */
static bool learn(const struct lesson *l, size_t left_out, struct model *m)
{
	double *w = mem_need(l->t->n, sizeof *w);
	bool ok;

	m->n = l->t->columns;
	m->column = mem_need(m->n, sizeof *m->column);
	m->knot = mem_need(m->n, sizeof *m->knot);
	m->b = mem_need(m->n + 1, sizeof *m->b);
	for (size_t j = 0; j < m->n; j++)
		m->column[j] = j;
	set_weights(l, left_out, w);
	learn_knots(l, w, m);
	ok = fit(l, w, m);
	if (ok && l->s->keep && l->s->keep < m->n) {
		keep_largest(m, l->s->keep);
		ok = fit(l, w, m);
	}
	free(w);
	return ok;
}

static double odds(const struct model *m, const float *v)
{
	double s = m->b[m->n];

	for (size_t j = 0; j < m->n; j++)
		s += m->b[j] * (double)regression_standing(m->knot[j], v[m->column[j]]);
	return s;
}

/* ---- leaving one source out ---- */

static bool judge_source(const struct lesson *l, size_t source, double *out)
{
	struct model m = { 0 };
	bool ok = learn(l, source, &m);

	for (size_t i = 0; ok && i < l->t->n; i++)
		if (l->source[i] == source)
			out[i] = odds(&m, l->t->rows[i].v);
	model_release(&m);
	return ok;
}

/* Sources are spread over jobs; each writes the odds of its rows. */
static int judge_some(const struct lesson *l, uint32_t job, FILE *out)
{
	double *o = mem_need(l->t->n, sizeof *o);
	bool ok = true;

	for (size_t s = job; s < l->n_sources && ok; s += l->s->jobs) {
		ok = judge_source(l, s, o);
		for (size_t i = 0; i < l->t->n && ok; i++)
			if (l->source[i] == s)
				ok = fwrite(&i, sizeof i, 1, out) == 1 && fwrite(&o[i], sizeof o[i], 1, out) == 1;
	}
	free(o);
	return ok && fclose(out) == 0 ? 0 : 1;
}

static bool judge(const struct lesson *l, double *o)
{
	FILE *part[16];
	bool ok = true;
	int status;
	size_t i;

	for (uint32_t k = 0; k < l->s->jobs; k++) {
		if (!(part[k] = tmpfile()))
			return false;
		if (fork() == 0)
			_exit(judge_some(l, k, part[k]));
	}
	while (wait(&status) > 0)
		ok = ok && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	for (uint32_t k = 0; k < l->s->jobs; k++) {
		double v;

		rewind(part[k]);
		while (fread(&i, sizeof i, 1, part[k]) == 1 && fread(&v, sizeof v, 1, part[k]) == 1)
			o[i] = v;
		fclose(part[k]);
	}
	return ok;
}

static double auc(const struct lesson *l, const double *o, size_t source)
{
	double wins = 0, pairs = 0;

	for (size_t i = 0; i < l->t->n; i++) {
		if (l->role[i] != ROLE_RECAPTURED || l->simulated[i] || (source != SIZE_MAX && l->source[i] != source))
			continue;
		for (size_t j = 0; j < l->t->n; j++) {
			if (l->role[j] != ROLE_GENUINE || l->simulated[j] ||
			    (source != SIZE_MAX && l->source[j] != source))
				continue;
			wins += o[i] > o[j] ? 1 : o[i] == o[j] ? .5 : 0;
			pairs++;
		}
	}
	return pairs > 0 ? wins / pairs : (double)NAN;
}

static void print_table(const struct lesson *l, const double *o)
{
	double sum = 0, worst = 1, n = 0;

	for (size_t s = 0; s < l->n_sources; s++) {
		double a = auc(l, o, s);

		if (isnan(a))
			continue;
		printf("  %-8s AUC %.3f\n", l->sources[s], a);
		sum += a;
		n++;
		worst = a < worst ? a : worst;
	}
	printf("leave one source out: mean AUC %.3f, worst %.3f, pooled %.3f, %g sources of both labels\n", sum / n,
	       worst, auc(l, o, SIZE_MAX), n);
}

static bool write_scores(const struct lesson *l, const double *o)
{
	FILE *out = fopen(l->s->scores, "we");

	if (!out)
		return false;
	fputs("check\tversion\tset\tlabel\tsource\tfile\tstratum\tstatus\tscore\tlevel\n", out);
	for (size_t i = 0; i < l->t->n; i++) {
		const struct numbers_row *r = &l->t->rows[i];

		if (!l->simulated[i])
			fprintf(out, "recapture\t%u\t%s\t%s\t%s\t%s\t%s\tdone\t%.6f\tnone\n", l->s->version, r->set,
				r->label, r->source, r->file, r->stratum, regression_score(o[i]));
	}
	return fclose(out) == 0;
}

/* ---- the table that the program compiles in ---- */

static unsigned family_of(const char *name, const struct feature_plan *plan)
{
	struct feature_list f = { .room = FEATURES_MAX };
	struct raster r = { .width = 64, .height = 64, .channels = 1, .depth = 8 };
	struct small small = { .width = 64, .height = 64, .rgb = mem_need(64, 64 * 3) };
	struct error e = ERROR_INIT;
	unsigned family = FAMILIES;

	f.v = mem_need(FEATURES_MAX, sizeof *f.v);
	f.names = mem_need(FEATURES_MAX, sizeof *f.names);
	f.families = mem_need(FEATURES_MAX, sizeof *f.families);
	r.data = mem_need(64, 64);
	if (features_measure(&r, &small, plan, NULL, NULL, &f, &e) == ST_OK)
		for (size_t i = 0; i < f.n && family == FAMILIES; i++)
			if (strcmp(f.names[i], name) == 0)
				family = f.families[i];
	free(small.rgb);
	free(r.data);
	free(f.families);
	free(f.names);
	free(f.v);
	return family;
}

static void write_feature(FILE *out, const struct lesson *l, const struct model *m, size_t j)
{
	const char *name = l->t->names[m->column[j]];
	const struct feature_plan plan = { .tiles = 1, .thorough = l->s->thorough };

	fprintf(out, "\t{ \"%s\", %zu, %u, %.6ff, {", name, m->column[j], family_of(name, &plan), m->b[j]);
	for (size_t k = 0; k < REGRESSION_KNOTS; k++)
		fprintf(out, " %#.6gf%s", (double)m->knot[j][k], k + 1 < REGRESSION_KNOTS ? "," : " } },\n");
}

static bool write_model(const struct lesson *l)
{
	struct model m = { 0 };
	FILE *out = fopen(l->s->model, "we");
	size_t pictures = 0;
	bool ok = out && learn(l, SIZE_MAX, &m);

	for (size_t i = 0; i < l->t->n; i++)
		pictures += taught(l, i, SIZE_MAX);
	if (ok) {
		fputs("/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
		      "/* Generated by tests/bench/train; do not edit. */\n"
		      "#include \"src/base/base.h\"\n\n#include \"analyzers/signal/recapture_model.h\"\n\n"
		      "static const struct regression_feature features[] = {\n", out);
		for (size_t j = 0; j < m.n; j++)
			write_feature(out, l, &m, j);
		fprintf(out,
			"};\n\nconst struct regression recapture_model = {\n\t.features = features,\n\t.n = %zu,\n"
			"\t.intercept = %.6ff,\n\t.version = %u,\n\t.tiles = %u,\n\t.date = \"%s\",\n"
			"\t.set = \"%s\",\n\t.pictures = %zu,\n\t.sources = %zu,\n};\n",
			m.n, m.b[m.n], l->s->version, l->s->tiles, l->s->date, l->s->set, pictures, l->n_sources);
	}
	model_release(&m);
	return out && fclose(out) == 0 && ok;
}

static bool parse(int argc, char **argv, struct settings *s)
{
	int c;

	while ((c = getopt(argc, argv, "c:k:w:v:t:xd:n:s:m:j:")) != -1)
		switch (c) {
		case 'c': s->c = atof(optarg); break;
		case 'k': s->keep = (size_t)atol(optarg); break;
		case 'w': s->share = atof(optarg); break;
		case 'v': s->version = (unsigned)atoi(optarg); break;
		case 't': s->tiles = (uint32_t)atoi(optarg); break;
		case 'x': s->thorough = true; break;
		case 'd': s->date = optarg; break;
		case 'n': s->set = optarg; break;
		case 's': s->scores = optarg; break;
		case 'm': s->model = optarg; break;
		case 'j': s->jobs = (uint32_t)atoi(optarg); break;
		default: return false;
		}
	return optind < argc && s->c > 0 && s->jobs >= 1 && s->jobs <= 16;
}

int main(int argc, char **argv)
{
	struct settings s = { .c = .003, .share = .25, .version = 3, .tiles = 24, .jobs = 1, .date = "unknown",
		.set = "unnamed" };
	struct numbers t = { 0 };
	struct lesson l;
	double *o;
	bool ok = true;

	if (!parse(argc, argv, &s)) {
		fputs("usage: train [-c C] [-k KEEP] [-w SHARE] [-v VERSION] [-t TILES] [-x] [-d DATE] [-n SET] [-j JOBS]\n"
		      "             [-s SCORES.tsv] [-m MODEL.c] TABLE.tsv...\n", stderr);
		return 2;
	}
	for (int i = optind; i < argc; i++)
		ok = ok && numbers_read(&t, argv[i]);
	if (!ok)
		return 1;
	lesson_init(&l, &t, &s);
	o = mem_need(t.n, sizeof *o);
	ok = judge(&l, o);
	if (ok)
		print_table(&l, o);
	ok = ok && (!s.scores || write_scores(&l, o)) && (!s.model || write_model(&l));
	if (!ok)
		fputs("train: the fit did not settle, or a file could not be written\n", stderr);
	free(o);
	lesson_release(&l);
	numbers_release(&t);
	return ok ? 0 : 1;
}
