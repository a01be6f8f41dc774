"""Scrapy's settings for every visit. They override those defaults of the library that do not suit a
crawler on the open web.

Scrapy reads them through `scrapy.cfg`, the app through `crawler.user_agent.scrapy_settings`. What
depends on the app's settings (contact, limits, allowed hosts) is added by
`crawler.user_agent.SettingsAddon`, what depends on the outlet (pace, certificates) by its spider.
"""

BOT_NAME = "baqylau"
SPIDER_LOADER_CLASS = "crawler.loader.OutletLoader"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
ADDONS = {"crawler.user_agent.SettingsAddon": 0}

# Which hosts may be asked, and how
# -------------------------------------------------------------------------------------------
DOWNLOAD_HANDLERS = {
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
    "http": "crawler.download_handler.PoliteDownloadHandler",
    "https": "crawler.download_handler.PoliteDownloadHandler",
}
DOWNLOAD_VERIFY_CERTIFICATES = True  # the library's default accepts any certificate
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"
HTTPPROXY_ENABLED = False  # a proxy would resolve names itself, without the guard
COOKIES_ENABLED = False  # `crawler.cookies` keeps those of redirects, for one visit
REFERRER_POLICY = "no-referrer"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = (
    False  # the library's default lets anyone on this machine run code in the crawler
)
HTTPCACHE_ENABLED = False

# Limits
# --------------------------------------------------------------------------------------------------
DOWNLOAD_FAIL_ON_DATALOSS = (
    False  # a wrong Content-Length: `crawler.failures.is_cut` judges the body
)
DOWNLOAD_WARNSIZE = 0  # no warning: DOWNLOAD_MAXSIZE is the limit
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 10
URLLENGTH_LIMIT = 2083
REACTOR_THREADPOOL_MAXSIZE = 8

# Politeness
# --------------------------------------------------------------------------------------------------
ROBOTSTXT_OBEY = False  # `crawler.robots` does it: it caches for a day and obeys Crawl-delay
DOWNLOAD_DELAY_JITTER = (
    0  # `crawler.host_gate` keeps the whole delay; a shorter one would be refused
)
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_MAX_DELAY = 60.0
# a failed address is fetched again later, at a time kept in the database, also after a crash
RETRY_ENABLED = False
HTTPERROR_ALLOW_ALL = True  # 304, 404 and 503 each mean something to the spider
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"
}

# Middlewares and pipeline
# -------------------------------------------------------------------------------------------
DOWNLOADER_MIDDLEWARES = {
    # the guard does it, and knows ports and aliases
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.RequestGuard": 50,
    "crawler.middlewares.Robots": 100,
    "crawler.cookies.VisitCookies": 700,  # nearer to the network than Scrapy's redirects (600)
    "crawler.middlewares.TrafficCounter": 840,
}
ITEM_PIPELINES = {"crawler.pipelines.StorePages": 100}
# items of one response, which is one page; the library's 100 starts as many tasks for each
# response, a third of the CPU
CONCURRENT_ITEMS = 1
DUPEFILTER_CLASS = (
    "scrapy.dupefilters.BaseDupeFilter"  # the database knows which addresses were fetched
)

# Logs
# --------------------------------------------------------------------------------------------------
LOG_LEVEL = "WARNING"
LOG_INSTALL_ROOT_HANDLER = True
STATS_DUMP = False
LOGSTATS_INTERVAL = 0
