/*
 * panel_error.c -- the error model of a panel from counts of its normals.
 * Layer: study.
 */
#include "study/panel_error.h"

#include <math.h>
#include <string.h>

/* Counts of the model that are held at once: classes need some thousand
 * positions, not all of a large panel. */
static const size_t max_tally = 4000000;

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* One region of all samples of a count file, unpacked. */
typedef struct unpacked {
    size_t n_site;
    pcart_site_count *site; /* sample by sample */
    const pcart_indel_count **indel;
    size_t *n_indel;
} unpacked;

static size_t
length_of(const pcart_regions *regions, size_t region)
{
    return (size_t)(regions->region[region].last -
                    regions->region[region].first);
}

static pcart_status
unpack(const pcart_countfile *file, size_t region, pcart_arena *scrap,
       unpacked *u, pcart_err *err)
{
    size_t n = file->n_sample;

    u->n_site = length_of(&file->frame.regions, region);
    u->site = pcart_arena_take(scrap, n * u->n_site + 1, sizeof *u->site);
    u->indel = pcart_arena_take(scrap, n + 1, sizeof *u->indel);
    u->n_indel = pcart_arena_take(scrap, n + 1, sizeof *u->n_indel);
    if (!u->site || !u->indel || !u->n_indel)
        return no_memory(err);
    for (size_t s = 0; s < n; s++) {
        pcart_countfile_sites(file, s, region, u->site + s * u->n_site);
        if (pcart_countfile_indels(file, s, region, scrap, &u->indel[s],
                                   &u->n_indel[s]))
            return no_memory(err);
    }
    return PCART_OK;
}

static uint32_t
indel_length(const pcart_indel_count *i)
{
    return i->inserted ? i->inserted : i->deleted;
}

/* Index of the first indel at or behind a position. */
static size_t
first_indel(const pcart_indel_count *indel, size_t n, int64_t position)
{
    size_t low = 0;

    while (low < n) {
        size_t middle = (low + n) / 2;

        if (indel[middle].position < position)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

/* --- bases ------------------------------------------------------------------
 */

/* What most fragments show, where the counts came without a reference. */
static char
common_base(const unpacked *u, size_t n_sample, size_t at)
{
    uint64_t n[4] = {0};
    int best = 0;

    for (size_t s = 0; s < n_sample; s++)
        for (int o = 0; o < PCART_N_ORIENTATION; o++)
            for (int a = 0; a < 4; a++)
                n[a] += u->site[s * u->n_site + at].n[o][a];
    for (int a = 1; a < 4; a++)
        if (n[a] > n[best])
            best = a;
    return n[best] ? "ACGT"[best] : 'N';
}

static pcart_status
guess_bases(const pcart_countfile *file, pcart_arena *arena,
            const char *const **out, pcart_err *err)
{
    const pcart_regions *regions = &file->frame.regions;
    const char **bases = pcart_arena_take(arena, regions->n + 1, sizeof *bases);
    pcart_arena scrap = {0};
    pcart_status status = bases ? PCART_OK : no_memory(err);

    for (size_t r = 0; r < regions->n && !status; r++) {
        size_t n = length_of(regions, r) + 2 * PCART_COUNTFILE_FLANK;
        char *text = pcart_arena_take(arena, n + 1, 1);
        unpacked u;

        status = text ? unpack(file, r, &scrap, &u, err) : no_memory(err);
        if (status)
            break;
        memset(text, 'N', n);
        for (size_t i = 0; i < u.n_site; i++)
            text[i + PCART_COUNTFILE_FLANK] =
                common_base(&u, file->n_sample, i);
        bases[r] = text;
        pcart_arena_clear(&scrap);
    }
    pcart_arena_release(&scrap);
    *out = bases;
    return status;
}

static pcarti_panel_site
site_at(const pcart_panel_error *p, size_t region, size_t at)
{
    pcarti_panel_site s = {p->bases[region],
                           length_of(&p->file->frame.regions, region) +
                               2 * PCART_COUNTFILE_FLANK,
                           at + PCART_COUNTFILE_FLANK};

    return s;
}

/* --- classes ----------------------------------------------------------------
 */

/* Rows of a model in the making. */
typedef struct rows {
    pcart_tally *count;
    uint32_t *row_class;
    size_t n, n_normal;
} rows;

/* Indels of one kind and about this length behind a position. */
static pcart_tally
indel_tally(const unpacked *u, size_t sample, int64_t position,
            pcart_tally depth, const int kind[3])
{
    static const uint32_t from[3] = {1, 2, 4}, to[3] = {1, 3, UINT32_MAX};
    const pcart_indel_count *indel = u->indel[sample];
    size_t n = u->n_indel[sample];
    uint64_t alt = 0;

    for (size_t i = first_indel(indel, n, position);
         i < n && indel[i].position == position; i++)
        if ((indel[i].inserted > 0) == kind[0] &&
            indel_length(&indel[i]) >= from[kind[1]] &&
            indel_length(&indel[i]) <= to[kind[1]])
            alt +=
                (uint64_t)indel[i].n[2 * kind[2]] + indel[i].n[2 * kind[2] + 1];
    depth.alt = alt < depth.depth ? (uint32_t)alt : depth.depth;
    return depth;
}

static void
add_position(const pcart_panel_error *p, const unpacked *u, size_t region,
             size_t at, rows *r)
{
    const int64_t position =
        p->file->frame.regions.region[region].first + (int64_t)at;
    const pcarti_panel_site site = site_at(p, region, at);
    const int ref = pcarti_panel_base(site.bases[site.at]);

    for (int a = 0; a < 4 && ref >= 0; a++)
        for (int g = 0; g < 2 && a != ref; g++) {
            r->row_class[r->n] = pcarti_panel_class(&site, a, g);
            for (size_t s = 0; s < r->n_normal; s++)
                r->count[r->n * r->n_normal + s] =
                    pcarti_panel_tally(&u->site[s * u->n_site + at], a, g);
            r->n++;
        }
    for (int k = 0; k < PCARTI_PANEL_N_INDEL; k++) {
        const int kind[3] = {k / 6, k / 2 % 3, k % 2};
        static const uint32_t length[3] = {1, 2, 4};

        r->row_class[r->n] =
            pcarti_panel_indel_class(&site, kind[0], length[kind[1]], kind[2]);
        for (size_t s = 0; s < r->n_normal; s++)
            r->count[r->n * r->n_normal + s] = indel_tally(
                u, s, position,
                pcarti_panel_tally(&u->site[s * u->n_site + at], -1, kind[2]),
                kind);
        r->n++;
    }
}

static pcart_status
fill_rows(const pcart_panel_error *p, rows *r, pcart_err *err)
{
    const pcart_regions *regions = &p->file->frame.regions;
    pcart_arena scrap = {0};
    size_t nth = 0;
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < regions->n && !status; i++) {
        unpacked u;

        status = unpack(p->file, i, &scrap, &u, err);
        for (size_t at = 0; !status && at < u.n_site; at++)
            if (nth++ % p->stride == 0)
                add_position(p, &u, i, at, r);
        pcart_arena_clear(&scrap);
    }
    pcart_arena_release(&scrap);
    return status;
}

pcart_status
pcart_panel_error_fit(const pcart_countfile *file, int is_own,
                      const pcart_assay *assay, pcart_arena *arena,
                      pcart_panel_error *out, pcart_err *err)
{
    pcart_panel_error p = {
        .file = file, .is_own = is_own, .bases = file->frame.bases};
    const size_t n_base = (size_t)file->frame.regions.n_base;
    pcart_arena scrap = {0};
    rows r = {.n_normal = file->n_sample};
    size_t n_row;
    pcart_status status = PCART_OK;

    if (!p.bases)
        status = guess_bases(file, arena, &p.bases, err);
    if (status)
        return status;
    p.stride = n_base / (max_tally / PCARTI_PANEL_N_ROW / r.n_normal + 1) + 1;
    n_row = (n_base / p.stride + 1) * PCARTI_PANEL_N_ROW;
    r.count = pcart_arena_take(&scrap, n_row * r.n_normal, sizeof *r.count);
    r.row_class = pcart_arena_take(&scrap, n_row, sizeof *r.row_class);
    status = r.count && r.row_class ? fill_rows(&p, &r, err) : no_memory(err);
    if (!status) {
        const pcart_background_table table = {.count = r.count,
                                              .row_class = r.row_class,
                                              .n_row = r.n,
                                              .n_normal = r.n_normal,
                                              .n_class = PCART_PANEL_N_CLASS};

        status = pcart_background_fit(&table, assay, arena, &p.background, err);
    }
    pcart_arena_release(&scrap);
    if (!status)
        *out = p;
    return status;
}

/* --- one sample -------------------------------------------------------------
 */

/* False fragments of a sample, by factor. */
typedef struct tolls {
    pcart_tally *count[PCART_PANEL_N_FACTOR];
    double *expected[PCART_PANEL_N_FACTOR];
    size_t n[PCART_PANEL_N_FACTOR];
} tolls;

/* Whether the error of the site explains the count: no candidate. */
static int
is_plain(pcart_tally t, const pcart_null *null)
{
    const pcart_presence_count c = {t.alt,           t.depth, null->error,
                                    null->precision, 0,       0};

    if (t.alt == 0)
        return 1;
    return t.alt <= pcart_clone_value(PCART_CS_NORMAL_MAX_VAF) * t.depth &&
           pcart_presence_tail(&c, (int)t.alt) >=
               pcart_clone_value(PCART_CS_ALPHA);
}

static void
add_tolls(const pcart_panel_error *p, const unpacked *normal,
          const unpacked *own, size_t region, size_t at, pcart_tally *scratch,
          tolls *t)
{
    const pcarti_panel_site site = site_at(p, region, at);
    const int ref = pcarti_panel_base(site.bases[site.at]);

    for (int a = 0; a < 4 && ref >= 0; a++)
        for (int g = 0; g < 2 && a != ref; g++) {
            const int f = pcarti_panel_factor_of(&site, a, g);
            const pcart_tally seen = pcarti_panel_tally(&own->site[at], a, g);
            pcart_null null;

            for (size_t s = 0; s < p->file->n_sample; s++)
                scratch[s] = pcarti_panel_tally(
                    &normal->site[s * normal->n_site + at], a, g);
            null = pcart_background_site(&p->background,
                                         pcarti_panel_class(&site, a, g),
                                         scratch, p->file->n_sample, 0, 1);
            if (seen.depth == 0 || null.basis != PCART_ERROR_SITE ||
                !is_plain(seen, &null))
                continue;
            t->count[f][t->n[f]] = seen;
            t->expected[f][t->n[f]++] = null.error;
        }
}

static pcart_status
gather_tolls(const pcart_panel_error *p, const pcart_countfile *sample,
             pcart_tally *scratch, tolls *t, pcart_err *err)
{
    const pcart_regions *regions = &p->file->frame.regions;
    pcart_arena scrap = {0};
    size_t nth = 0;
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < regions->n && !status; i++) {
        unpacked normal, own;

        status = unpack(p->file, i, &scrap, &normal, err);
        if (!status)
            status = unpack(sample, i, &scrap, &own, err);
        for (size_t at = 0; !status && at < normal.n_site; at++)
            if (nth++ % p->stride == 0)
                add_tolls(p, &normal, &own, i, at, scratch, t);
        pcart_arena_clear(&scrap);
    }
    pcart_arena_release(&scrap);
    return status;
}

pcart_status
pcart_panel_error_factor(const pcart_panel_error *panel,
                         const pcart_countfile *sample, pcart_panel_factor *out,
                         pcart_err *err)
{
    const size_t room =
        (size_t)panel->file->frame.regions.n_base / panel->stride + 1;
    pcart_arena scrap = {0};
    pcart_tally *scratch =
        pcart_arena_take(&scrap, panel->file->n_sample, sizeof *scratch);
    tolls t = {.n = {0}};
    int is_there = scratch != NULL;
    pcart_status status;

    /* a position has each factor at most once */
    for (int f = 0; f < PCART_PANEL_N_FACTOR && is_there; f++) {
        t.count[f] = pcart_arena_take(&scrap, room, sizeof **t.count);
        t.expected[f] = pcart_arena_take(&scrap, room, sizeof **t.expected);
        is_there = t.count[f] && t.expected[f];
    }
    status = is_there ? gather_tolls(panel, sample, scratch, &t, err)
                      : no_memory(err);
    for (int f = 0; f < PCART_PANEL_N_FACTOR && !status; f++)
        out->factor[f] =
            pcart_background_factor(t.count[f], t.expected[f], t.n[f]);
    pcart_arena_release(&scrap);
    return status;
}

/* --- one variant ------------------------------------------------------------
 */

const char *
pcart_panel_contig(const pcart_regions *regions, const char *name)
{
    const char *plain = strncmp(name, "chr", 3) == 0 ? name + 3 : name;

    for (size_t i = 0; i < regions->n_contig; i++) {
        const char *contig = regions->contig[i];

        if (strcmp(strncmp(contig, "chr", 3) == 0 ? contig + 3 : contig,
                   plain) == 0)
            return contig;
    }
    return NULL;
}

static size_t
region_of(const pcart_regions *regions, const pcart_variant *v)
{
    const char *contig = pcart_panel_contig(regions, v->contig);

    return contig ? pcart_regions_find(regions, contig, v->position) : SIZE_MAX;
}

/* A change of the panel's kinds: a base, an insertion or a deletion behind a
 * base that stays. */
static int
is_simple(const pcart_variant *v)
{
    size_t r = strlen(v->ref), a = strlen(v->alt);

    if (r == 1 && a == 1)
        return 1;
    return (r == 1) != (a == 1) && v->ref[0] == v->alt[0];
}

/* The same insertion or deletion in one normal: wherever in the run of bases
 * it was aligned. */
static pcart_tally
same_indel(const unpacked *u, size_t sample, int64_t position, size_t at,
           const pcart_variant *v, size_t run, int group)
{
    const size_t r = strlen(v->ref), a = strlen(v->alt);
    const pcart_indel_count *indel = u->indel[sample];
    pcart_tally t =
        pcarti_panel_tally(&u->site[sample * u->n_site + at], -1, group);
    uint64_t alt = 0;

    for (size_t i = first_indel(indel, u->n_indel[sample], position);
         i < u->n_indel[sample] && indel[i].position <= position + (int64_t)run;
         i++)
        if ((indel[i].inserted > 0) == (a > r) &&
            indel_length(&indel[i]) == (a > r ? a - r : r - a))
            alt += (uint64_t)indel[i].n[2 * group] + indel[i].n[2 * group + 1];
    t.alt = alt < t.depth ? (uint32_t)alt : t.depth;
    return t;
}

/* The normals at the variant in one group of orientations. */
static size_t
normals_at(const pcart_panel_error *p, const unpacked *u, size_t region,
           const pcart_variant *v, int group, pcart_tally *out)
{
    const size_t at =
        (size_t)(v->position - p->file->frame.regions.region[region].first);
    const pcarti_panel_site site = site_at(p, region, at);

    if (p->is_own || !is_simple(v))
        return 0;
    for (size_t s = 0; s < p->file->n_sample; s++)
        out[s] = v->ref[1] == '\0' && v->alt[1] == '\0'
                     ? pcarti_panel_tally(&u->site[s * u->n_site + at],
                                          pcarti_panel_base(v->alt[0]), group)
                     : same_indel(u, s, v->position, at, v,
                                  pcarti_panel_run(&site), group);
    return p->file->n_sample;
}

static uint32_t
class_of(const pcarti_panel_site *site, const pcart_variant *v, int group)
{
    size_t r = strlen(v->ref), a = strlen(v->alt);

    if (r == 1 && a == 1)
        return pcarti_panel_class(site, pcarti_panel_base(v->alt[0]), group);
    /* several bases at once err no more often than long indels */
    return pcarti_panel_indel_class(
        site, a > r, is_simple(v) ? (uint32_t)(a > r ? a - r : r - a) : 4,
        group);
}

/* Largest share of one normal; `normal` holds both groups. */
static double
carrier_of(const pcart_tally *normal, size_t n)
{
    double most = 0;

    for (size_t s = 0; s < n; s++) {
        double depth = (double)normal[s].depth + normal[n + s].depth;
        double alt = (double)normal[s].alt + normal[n + s].alt;

        if (depth > 0 && alt / depth > most)
            most = alt / depth;
    }
    return most;
}

pcart_status
pcart_panel_error_site(const pcart_panel_error *panel,
                       const pcart_variant *variant, int is_hotspot,
                       const pcart_panel_factor *factor, pcart_panel_site *out,
                       pcart_err *err)
{
    const pcart_regions *regions = &panel->file->frame.regions;
    const size_t region = region_of(regions, variant);
    const size_t room = panel->file->n_sample;
    const int is_base = variant->ref[1] == '\0' && variant->alt[1] == '\0';
    pcart_arena scrap = {0};
    pcarti_panel_site site;
    pcart_tally *normal;
    unpacked u;
    pcart_status status;
    size_t n = 0;

    out->null[0] = out->null[1] =
        pcart_background_assumed(panel->background.assay);
    out->carrier = 0;
    if (region == SIZE_MAX)
        return PCART_OK;
    site = site_at(panel, region,
                   (size_t)(variant->position - regions->region[region].first));
    if (site.bases[site.at] != variant->ref[0])
        return PCART_OK; // another reference, or none
    normal = pcart_arena_take(&scrap, 2 * room, sizeof *normal);
    status =
        normal ? unpack(panel->file, region, &scrap, &u, err) : no_memory(err);
    for (int g = 0; g < 2 && !status; g++) {
        pcart_tally *own = normal + (size_t)g * n;
        double f = 1;

        n = normals_at(panel, &u, region, variant, g, own);
        if (factor && is_base)
            f = factor->factor[pcarti_panel_factor_of(
                &site, pcarti_panel_base(variant->alt[0]), g)];
        out->null[g] = pcart_background_site(&panel->background,
                                             class_of(&site, variant, g), own,
                                             n, is_hotspot, f);
    }
    if (!status)
        out->carrier = carrier_of(normal, n);
    pcart_arena_release(&scrap);
    return status;
}
