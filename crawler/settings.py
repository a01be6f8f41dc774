"""Scrapy's settings for every visit: the library's defaults that a guest on the open web must not
have, overridden.

Read by Scrapy through `scrapy.cfg` and by `crawler.run`. What depends on the house (contact,
limits, allowed hosts) is set by `crawler.introduction.SettingsAddon`, what depends on the outlet
(pace, certificates) by its spider.
"""

BOT_NAME = "baqylau"
SPIDER_LOADER_CLASS = "crawler.loader.OutletLoader"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
ADDONS = {"crawler.introduction.SettingsAddon": 0}

# Who may be asked, and how
# -------------------------------------------------------------------------------------------
DOWNLOAD_HANDLERS = {
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}  # http and https alone remain
DOWNLOAD_VERIFY_CERTIFICATES = True  # the library's default accepts any certificate
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"
HTTPPROXY_ENABLED = False  # a proxy would resolve names out of the guard's sight
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = (
    False  # the library's default lets anyone on this machine run code in the crawler
)
HTTPCACHE_ENABLED = False

# Limits
# --------------------------------------------------------------------------------------------------
DOWNLOAD_WARNSIZE = 0  # the hard limit speaks for itself
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 10
URLLENGTH_LIMIT = 2083
REACTOR_THREADPOOL_MAXSIZE = 8

# Politeness
# --------------------------------------------------------------------------------------------------
ROBOTSTXT_OBEY = (
    False  # obeyed by `crawler.robots`, which remembers for a day and honours Crawl-delay
)
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_MAX_DELAY = 60.0
# a failed address waits in the database, where the pace is kept and a crash forgets nothing
RETRY_ENABLED = False
HTTPERROR_ALLOW_ALL = True  # 304, 404 and 503 each mean something to the spider
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"
}

# The way through the house
# -------------------------------------------------------------------------------------------
DOWNLOADER_MIDDLEWARES = {
    # the guard knows ports and aliases
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.RequestGuard": 50,
    "crawler.middlewares.Robots": 100,
    "crawler.middlewares.TrafficCounter": 840,
}
ITEM_PIPELINES = {"crawler.pipelines.StorePages": 100}
# of one response, which holds one page; the library's 100 starts as many tasks for each (a third of
# the CPU)
CONCURRENT_ITEMS = 1
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the database knows what was seen

# Noise
# --------------------------------------------------------------------------------------------------
LOG_LEVEL = "WARNING"
LOG_INSTALL_ROOT_HANDLER = True
STATS_DUMP = False
LOGSTATS_INTERVAL = 0
