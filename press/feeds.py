"""Feeds and sitemaps: articles come in; RSS, Atom, sitemaps, news sitemaps or sitemap indexes go
out as XML text.
"""

from xml.sax.saxutils import escape, quoteattr

from press.article import PressArticle
from press.dates import http
from press.newsroom import Newsroom, PressFeed
from press.pages import path_of

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def feed(
    form: PressFeed,
    newsroom: Newsroom,
    articles: list[PressArticle],
    origin: str,
    dates: bool = True,
) -> str:
    """The newest articles as RSS 2.0 or Atom, newest first. Without `dates` no item has a
    time.
    """
    items = "".join(_ITEMS[form.form](x, newsroom, origin, form.full, dates) for x in articles)
    name, slogan, home = escape(newsroom.name), escape(newsroom.slogan), escape(origin + "/")
    if form.form == "rss":
        spaces = (
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        )
        channel = (
            f"<title>{name}</title><link>{home}</link><description>{slogan}</description><language>"
            f"{newsroom.language}</language>"
        )
        return f'{_HEAD}<rss version="2.0" {spaces}><channel>{channel}\n{items}</channel></rss>\n'
    changed = max((x.modified or x.published for x in articles), default=None)
    time = f"<updated>{changed.isoformat()}</updated>" if changed and dates else ""
    head = (
        f"<title>{name}</title><subtitle>{slogan}</subtitle><id>{home}</id><link"
        f" href={quoteattr(origin + '/')}/>{time}"
    )
    return (
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom"'
        f' xml:lang="{newsroom.language}">{head}\n{items}</feed>\n'
    )


def _rss_item(
    article: PressArticle, newsroom: Newsroom, origin: str, full: bool, dates: bool
) -> str:
    url = escape(origin + path_of(newsroom, article))
    time = f"<pubDate>{http(article.published)}</pubDate>" if dates else ""
    by = "".join(f"<dc:creator>{escape(x)}</dc:creator>" for x in article.authors)
    lead = f"<description>{escape(article.lead)}</description>" if article.lead else ""
    text = f"<content:encoded>{escape(_body(article))}</content:encoded>" if full else ""
    category = f"<category>{escape(newsroom.sections[article.section])}</category>"
    address = f'<link>{url}</link><guid isPermaLink="true">{url}</guid>'
    return (
        f"<item><title>{escape(article.title)}</title>{address}{time}{by}{category}{lead}{text}"
        "</item>\n"
    )


def _atom_entry(
    article: PressArticle, newsroom: Newsroom, origin: str, full: bool, dates: bool
) -> str:
    url = origin + path_of(newsroom, article)
    time = (
        f"<published>{article.published.isoformat()}</published><updated>"
        f"{(article.modified or article.published).isoformat()}</updated>"
    )
    by = "".join(f"<author><name>{escape(x)}</name></author>" for x in article.authors)
    lead = f"<summary>{escape(article.lead)}</summary>" if article.lead else ""
    text = f'<content type="html">{escape(_body(article))}</content>' if full else ""
    link = f"<id>{escape(url)}</id><link href={quoteattr(url)}/>"
    return (
        f"<entry><title>{escape(article.title)}</title>{link}{time if dates else ''}{by}{lead}"
        f"{text}</entry>\n"
    )


_ITEMS = {"rss": _rss_item, "atom": _atom_entry}


def _body(article: PressArticle) -> str:
    return "".join(f"<p>{escape(x)}</p>" for x in article.paragraphs)


def sitemap(
    newsroom: Newsroom, articles: list[PressArticle], origin: str, lastmod: str | None = None
) -> str:
    """All articles with their last change; `lastmod` overrides it (for an outlet that calls
    everything new).
    """
    rows = "".join(
        f"<url><loc>{escape(origin + path_of(newsroom, x))}</loc><lastmod>"
        f"{lastmod or (x.modified or x.published).isoformat()}</lastmod></url>\n"
        for x in articles
    )
    return f'{_HEAD}<urlset xmlns="{_SITEMAP}">\n{rows}</urlset>\n'


def news_sitemap(
    newsroom: Newsroom, articles: list[PressArticle], origin: str, dates: bool = True
) -> str:
    """The news form: publication, language, time and title of each."""
    rows = ""
    for x in articles:
        publication = (
            f"<news:publication><news:name>{escape(newsroom.name)}</news:name><news:language>"
            f"{x.language}</news:language></news:publication>"
        )
        time = (
            f"<news:publication_date>{x.published.isoformat()}</news:publication_date>"
            if dates
            else ""
        )
        news = (
            f"<news:news>{publication}{time}<news:title>{escape(x.title)}</news:title></news:news>"
        )
        rows += f"<url><loc>{escape(origin + path_of(newsroom, x))}</loc>{news}</url>\n"
    return f'{_HEAD}<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">\n{rows}</urlset>\n'


def sitemap_index(addresses: list[str]) -> str:
    """An index of sitemaps."""
    rows = "".join(f"<sitemap><loc>{escape(x)}</loc></sitemap>" for x in addresses)
    return f'{_HEAD}<sitemapindex xmlns="{_SITEMAP}">{rows}</sitemapindex>\n'
