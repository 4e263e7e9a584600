/*
 * grade_stream.c -- a cohort of any size, graded in blocks.  Layer: cmd.
 *
 * Workers take blocks in order under the lock, read and grade them alone, and
 * hand them over in order: whoever is early waits.  So memory is one block per
 * worker, and the output does not depend on their number.
 */
#include "cmd/grade_stream.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "postcart/assemble.h"
#include "postcart/grade.h"

static pcart_status
grade_patient(const pcart_patient *patient, const grade_request *request,
              int *is_continued, pcart_arena *scratch, pcarti_buf *out,
              pcart_err *err)
{
    const pcart_course *course;
    size_t n_course;
    pcart_status status = pcart_courses_of_patient(
        patient, request->profile, scratch, &course, &n_course, err);

    for (size_t i = 0; i < n_course && status == PCART_OK; i++) {
        const pcart_result *result;
        size_t n;

        if (request->infusion && course[i].infusion != request->infusion)
            continue;
        status =
            (request->is_json ? pcart_grade_course : pcart_grade_course_brief)(
                &course[i], request->profile, request->wanted, scratch, &result,
                &n, err);
        if (status)
            break;
        for (size_t k = 0; k < n; k++) {
            if (!request->is_json) {
                pcarti_grade_line(patient->id, &result[k], out);
                continue;
            }
            pcarti_buf_text(out, *is_continued ? ",\n" : "\n");
            *is_continued = 1;
            pcarti_grade_json(patient->id, &result[k], out);
        }
    }
    return status;
}

pcart_status
pcarti_grade_cohort(const pcart_cohort *cohort, const grade_request *request,
                    int is_continued, pcart_arena *scratch, pcarti_buf *out,
                    pcart_err *err)
{
    for (size_t i = 0; i < cohort->n_patient; i++) {
        pcart_status status;

        pcart_arena_clear(scratch);
        status = grade_patient(&cohort->patient[i], request, &is_continued,
                               scratch, out, err);
        if (status)
            return status;
    }
    return pcarti_buf_status(out, err);
}

/* What the workers share; everything below the lock is held under it. */
typedef struct stream {
    pcart_cohort_folder *folder;
    const grade_request *request;
    FILE *file;
    pthread_mutex_t lock;
    pthread_cond_t turned;
    pcart_cohort_block block; /* the last one cut */
    size_t n_cut, turn;       /* blocks cut; the block whose turn it is */
    int is_cut_up;            /* no further block */
    int is_refused;           /* a block had errors: nothing more is written */
    int is_written;           /* something was: JSON needs a comma */
    pcart_status status;      /* what stopped everything */
    pcart_diag *diag;
    pcart_err *err;
} stream;

/* What one worker has for itself, used again for every block. */
typedef struct workbench {
    pcart_arena arena, scratch;
    pcarti_buf out;
    pcart_diag diag;
    pcart_cohort_block block;
    size_t number;
} workbench;

/* The next block; 0 when there is none, or when something stopped. */
static int
take_block(stream *shared, workbench *mine)
{
    int more = 1, is_taken = 0;

    pthread_mutex_lock(&shared->lock);
    if (!shared->status && !shared->is_cut_up) {
        shared->status = pcart_cohort_cut(shared->folder, &shared->block, &more,
                                          shared->err);
        shared->is_cut_up = !more;
        is_taken = !shared->status && more;
        if (is_taken) {
            mine->block = shared->block;
            mine->number = shared->n_cut++;
        }
        if (shared->status)
            pthread_cond_broadcast(&shared->turned);
    }
    pthread_mutex_unlock(&shared->lock);
    return is_taken;
}

/* Problems of a block, also those that were counted and not kept. */
static void
merge_problems(pcart_diag *to, const pcart_diag *from)
{
    size_t n[3] = {0};

    for (const pcart_problem *p = from->first; p; p = p->next) {
        pcart_diag_add(to, p);
        n[p->severity]++;
    }
    to->n_note += from->n_note - n[PCART_NOTE];
    to->n_warning += from->n_warning - n[PCART_WARNING];
    to->n_error += from->n_error - n[PCART_ERROR];
    to->is_out_of_memory |= from->is_out_of_memory;
}

static pcart_status
write_block(stream *shared, const pcarti_buf *out)
{
    if (out->length == 0)
        return PCART_OK;
    if (shared->request->is_json && shared->is_written &&
        fputc(',', shared->file) == EOF)
        goto failed;
    shared->is_written = 1;
    if (fwrite(out->data, 1, out->length, shared->file) == out->length)
        return PCART_OK;
failed:
    return pcart_err_set(shared->err, PCART_E_IO,
                         "results cannot be written: %s", strerror(errno));
}

/* Wait for the turn of this block and hand it over. */
static void
hand_over(stream *shared, workbench *mine, pcart_status status,
          const pcart_err *err)
{
    pthread_mutex_lock(&shared->lock);
    while (shared->turn != mine->number && !shared->status)
        pthread_cond_wait(&shared->turned, &shared->lock);
    if (!shared->status) {
        merge_problems(shared->diag, &mine->diag);
        if (status && mine->diag.n_error > 0)
            shared->is_refused = 1;
        else if (status) {
            shared->status = status;
            *shared->err = *err;
        } else if (!shared->is_refused)
            shared->status = write_block(shared, &mine->out);
        shared->turn++;
    }
    pthread_cond_broadcast(&shared->turned);
    pthread_mutex_unlock(&shared->lock);
}

static void *
work(void *argument)
{
    stream *shared = argument;
    workbench mine = {0};

    while (take_block(shared, &mine)) {
        pcart_cohort cohort;
        pcart_err err = {0};
        pcart_status status;

        pcart_arena_clear(&mine.arena);
        pcart_diag_init(&mine.diag, &mine.arena);
        pcarti_buf_clear(&mine.out);
        status =
            pcart_cohort_block_read(shared->folder, &mine.block, &mine.arena,
                                    &mine.diag, &cohort, &err);
        if (status == PCART_OK)
            status = pcarti_grade_cohort(&cohort, shared->request, 0,
                                         &mine.scratch, &mine.out, &err);
        hand_over(shared, &mine, status, &err);
    }
    pcarti_buf_release(&mine.out);
    pcart_arena_release(&mine.scratch);
    pcart_arena_release(&mine.arena);
    return NULL;
}

enum { MAX_THREADS = 64 };

pcart_status
pcarti_grade_stream(pcart_cohort_folder *folder, const grade_request *request,
                    int n_thread, FILE *file, pcart_diag *diag, pcart_err *err)
{
    stream shared = {.folder = folder,
                     .request = request,
                     .file = file,
                     .diag = diag,
                     .err = err,
                     .lock = PTHREAD_MUTEX_INITIALIZER,
                     .turned = PTHREAD_COND_INITIALIZER};
    pthread_t thread[MAX_THREADS];
    int n = 0;

    if (n_thread > MAX_THREADS)
        n_thread = MAX_THREADS;
    while (n < n_thread - 1 &&
           pthread_create(&thread[n], NULL, work, &shared) == 0)
        n++;
    work(&shared); /* this thread is a worker too */
    for (int i = 0; i < n; i++)
        pthread_join(thread[i], NULL);
    pthread_cond_destroy(&shared.turned);
    pthread_mutex_destroy(&shared.lock);
    return shared.status;
}
