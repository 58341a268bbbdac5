"""Workers: from paths to records in a store. Reads, skips what is known, parses in batches, writes article by article.

Reading and writing happen here, in the order of the paths; parsing may run in several processes. A broken document is
reported and skipped. What is written before a crash stays written, and a re-run goes on behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from time import perf_counter

from sutradhar.errors import DataFileError, ModelError, ReaderError, SutradharError
from sutradhar.graph.model import ArticleRecord
from sutradhar.graph.writer import Writer
from sutradhar.ingest.document import Document
from sutradhar.ingest.parse import ArticleParser, article_of
from sutradhar.ingest.readers import Failure, find, read

BATCH_CHARACTERS = 40_000  # of text parsed at once: enough for full model batches, little enough for steady progress


@dataclass(frozen=True)
class Options:
    """`published` (EDTF) and `publisher` win over what the texts state; `force` parses known texts again."""

    workers: int = 1
    published: str | None = None
    publisher: str | None = None
    force: bool = False


@dataclass
class Summary:
    """What a run did; `failed` holds `{uri, error}` for each document that was skipped."""

    articles: int = 0
    unchanged: int = 0
    replaced: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    sentences: int = 0
    words: int = 0
    mentions: int = 0
    events: int = 0
    treaties: int = 0
    claims: int = 0
    seconds: float = 0.0


Progress = Callable[[int, int, str], None]  # documents done, documents in all, name of the one just done


def ingest(paths: Sequence[str], writer: Writer | None, options: Options, progress: Progress | None = None) -> Summary:
    """Read, parse and write the documents that the paths name; without a writer nothing is kept (a dry run)."""
    start = perf_counter()
    summary = Summary()
    sources = list(find(paths))
    done = 0

    def report(name: str) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(sources), name)

    batches = _batches(_documents(sources, writer, options, summary, report))
    for documents, results in _parsed(batches, options.workers):
        for document, result in zip(documents, results, strict=True):
            if isinstance(result, SutradharError):
                summary.failed.append({"uri": document.uri, "error": str(result)})
            else:
                _keep(result, writer, summary)
            report(document.uri.rsplit("/", 1)[-1])
    summary.seconds = round(perf_counter() - start, 2)
    return summary


def _documents(
    sources: Sequence[object], writer: Writer | None, options: Options, summary: Summary, report: Callable[[str], None]
) -> Iterator[Document]:
    for source in sources:
        if isinstance(source, Failure):
            summary.failed.append({"uri": source.uri, "error": str(source.error)})
            report(source.uri)
            continue
        try:
            document = read(source, published=options.published, publisher=options.publisher)  # type: ignore[arg-type]
        except ReaderError as error:
            summary.failed.append({"uri": source.absolute().as_uri(), "error": str(error)})  # type: ignore[attr-defined]
            report(str(source))
            continue
        if writer is not None and not options.force and writer.knows(article_of(document)):
            summary.unchanged += 1
            report(document.uri.rsplit("/", 1)[-1])
            continue
        yield document


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


Parsed = list[ArticleRecord | SutradharError]


def _parsed(batches: Iterator[list[Document]], workers: int) -> Iterator[tuple[list[Document], Parsed]]:
    """Each batch with its records, in order; the model is loaded only when there is something to parse."""
    if workers <= 1:
        for batch in batches:
            yield batch, _parse(batch)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker) as pool:
        waiting: list[tuple[list[Document], Future[Parsed]]] = []
        for batch in batches:
            waiting.append((batch, pool.submit(_parse, batch)))
            if len(waiting) > 2 * workers:
                ready = waiting.pop(0)
                yield ready[0], ready[1].result()
        for documents, future in waiting:
            yield documents, future.result()


_parser: ArticleParser | None = None


def _start_worker() -> None:
    import torch

    torch.set_num_threads(1)  # the processes share the cores


def _parse(documents: list[Document]) -> Parsed:
    """Records of a batch; when the batch fails, each document is tried alone so that one cannot spoil the others."""
    global _parser
    if _parser is None:
        _parser = ArticleParser()
    try:
        return list(_parser.parse(documents))
    except (DataFileError, ModelError):
        raise  # no document is to blame
    except Exception as error:  # a document that breaks the parser is reported like one that cannot be read
        if len(documents) == 1:
            return [SutradharError(f"could not be parsed ({type(error).__name__}: {error}); please report it")]
        return [result for document in documents for result in _parse([document])]


def _keep(record: ArticleRecord, writer: Writer | None, summary: Summary) -> None:
    outcome = writer.write(record) if writer is not None else "added"
    if outcome == "unchanged":
        summary.unchanged += 1
        return
    if outcome == "replaced":
        summary.replaced += 1
    else:
        summary.articles += 1
    summary.sentences += len(record.sentences)
    summary.words += sum(len(sentence.text.split()) for sentence in record.sentences)
    summary.mentions += len(record.mentions)
    summary.events += len(record.events)
    summary.treaties += len(record.treaties)
    summary.claims += len(record.claims)
