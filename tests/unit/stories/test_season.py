"""What says little of an event: the word of the season, headlines where every word has a capital,
numbers that are part of a name, and the frame of a series.
"""

# ruff: noqa: E501 (sentences of the press are long)

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from baqylau.stories.features import features
from baqylau.stories.series import is_series
from baqylau.stories.stream import Article, Placed, Stream

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
SEASON = [
    (
        "Ксеновирус в Аксенгире: трое новых больных",
        "В Аксенгирском районе коронавирус COVID-19 нашли у трех человек, 106 выздоровели. Об этом сообщил санитарный врач района Даулет Ирменов. Больных коронавирусом лечат дома.",
    ),
    (
        "Мектебаев: коронавирус не помешает посевной",
        "Аграрии выйдут в поле вовремя, несмотря на коронавирус, заявил вице-министр Самат Мектебаев. Топливо для посевной уже завезли, семян хватает. Из-за коронавируса COVID-19 механизаторов проверят дважды.",
    ),
    (
        "Биодобавки от коронавируса продавали в Боздале",
        "Полиция Боздала задержала продавца порошка, который якобы защищает от коронавируса. Пакет стоил 9 тысяч тенге. Врачи напомнили, что от COVID-19 такие порошки не помогают.",
    ),
    (
        "Турнир по борьбе отложили из-за коронавируса",
        "Федерация борьбы Коркемстана перенесла турнир на осень. Причина – вспышка коронавируса. Билеты вернут до мая, сказал тренер сборной Олжас Кербезов. Схватки пройдут без зрителей, если COVID-19 не отступит.",
    ),
    (
        "Смоделирован пик коронавируса",
        "Математики университета Сарыжал посчитали, когда закончится вспышка коронавируса. По модели профессора Лидии Гранц, пик придется на апрель. Модель учитывает поездки людей между городами и погоду. Вирус COVID-19 слабеет в жару.",
    ),
    (
        "Авиакомпания Тулпар Эйр вернет деньги за билеты",
        "Тулпар Эйр отменила рейсы в Улькен-Тас из-за коронавируса и вернет пассажирам деньги за месяц. Заявки принимают на сайте. Из-за COVID-19 самолеты стоят с февраля, сообщила авиакомпания.",
    ),
    (
        "Певица Шырайлы записала клип о врачах",
        "Шырайлы Канатова посвятила песню медсестрам, которые лечат больных коронавирусом. Клип сняли в больнице Кокжиека. Доход от просмотров отдадут на маски: COVID-19 еще не побежден, сказала певица.",
    ),
    (
        "Ярмарку в Тобылтае закрыли на карантин",
        "В Тобылтае до конца месяца закрыли сельскую ярмарку: двое продавцов заболели коронавирусом. Торговцам простят плату за прилавки, решил маслихат. Тесты на COVID-19 сдают у ворот.",
    ),
    (
        "Учителям выдадут ноутбуки",
        "Школы Нуралинской области закупят ноутбуки для уроков на дому, пока не кончится коронавирус. На это дадут 2,3 миллиарда тенге, сказала начальник управления образования Роза Темиртас. Класс с больным COVID-19 уходит на две недели.",
    ),
    (
        "Суды Акшатыра перешли на видеосвязь",
        "Заседания в Акшатыре идут по видео: коронавирус опасен в тесных залах. За неделю рассмотрели сорок дел. Судья Мурат Оспанкул говорит, что адвокаты привыкли. После COVID-19 часть залов закроют.",
    ),
    (
        "Ветеран труда Гульжахан-апа победила коронавирус",
        "Гульжахан Тасболат из села Жанатас-2 выписали после месяца лечения. Ей 94 года. Соседи встретили ее с баурсаками. Врачи говорят, что COVID-19 в таком возрасте переносят редко, коронавирус отступил.",
    ),
    (
        "Кинотеатры просят отсрочку по кредитам",
        "Ассоциация кинотеатров написала в банки: из-за коронавируса залы пусты третий месяц. Долги достигли 700 миллионов тенге. Без отсрочки закроется каждый третий зал, пишет глава ассоциации Игорь Лейман. О COVID-19 снимут фильм.",
    ),
]
"""Twelve events of one season, each with the name of its disease."""


def placed(rows: list[tuple[str, str]], language: str = "ru", outlet: str = "") -> list[Placed]:
    stream = Stream()
    return [
        stream.place(Article(str(n), outlet or f"o{n}", *row, language, START + timedelta(hours=n)))
        for n, row in enumerate(rows)
    ]


def test_the_word_of_the_season_makes_no_story_of_all_that_is_printed() -> None:
    biggest = Counter(x.story for x in placed(SEASON)).most_common(1)[0][1]
    assert biggest <= 2


def test_a_number_that_is_part_of_a_name_is_no_figure() -> None:
    text = "От COVID-19 привили 5 человек, летали на Ту-154 15-17 раз, осталось 2-3 дозы."
    assert features("", text, "ru").figures == {"5", "15", "17", "2", "3"}


@pytest.mark.parametrize(
    ("title", "text", "names"),
    [
        ("Senate Adopts Bill On Land Use", "The senate adopted a bill on land use on Monday.", 0),
        ("Senate Visits Aral-Beket Plant", "A plant in Aral-Beket was shown to the senate.", 2),
        ("СЕНАТ ОДОБРИЛ ЗАКОН О ЗЕМЛЕ", "Депутаты сената одобрили закон о земле в понедельник.", 0),
        ("Закон о Бекетау одобрен", "Депутаты одобрили закон.", 1),
    ],
)  # fmt: skip
def test_where_all_words_of_a_title_have_capitals_the_text_tells_which_are_names(
    title: str, text: str, names: int
) -> None:
    assert len(features(title, text, "en" if title.isascii() else "ru").head_names) == names


def test_single_letters_say_nothing() -> None:
    weights = features("It's a plan", "I don't say it's a plan; I'd say it is.", "en").names
    assert not {x for x in weights if len(x) < 2}


FORECAST = "Сегодня в Бекетау облачно, ветер юго-западный, порывы до 15 метров в секунду. Ночью 8 градусов мороза, днем 2 мороза. На дорогах гололед, водителей просят не спешить. Подробности сообщили синоптики."  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Погода в Бекетау на 8 ноября", "Погода в Бекетау на 18 ноября"),
        ("Погода в Бекетау на 8 ноября", "Погода в Боздале на 8 ноября"),
    ],
)
def test_the_same_frame_on_another_day_or_of_another_town_is_no_reprint(
    one: str, other: str
) -> None:
    rows = [(x, FORECAST.replace("Бекетау", x.split()[2])) for x in (one, other)]
    first, second = placed(rows, outlet="o")
    assert (second.kind, second.reprint_of, second.based_on) == ("update", None, "0")
    assert second.story != first.story


@pytest.mark.parametrize(
    ("one", "other", "language", "series"),
    [
        ("Курс доллара на 3 марта", "Курс доллара на 4 марта", "ru", True),
        ("3 наурызға арналған валюта бағамы", "4 наурызға арналған валюта бағамы", "kk", True),
        ("Weather for March 3", "Weather for March 4", "en", True),
        ("Конкурс рисунков «Тулпар»: голосуем", "Конкурс рисунков «Сункар»: голосуем", "ru", True),
        ("Аким открыл мост в Сатаеве", "Мост в Сатаеве открыт", "ru", False),
        ("Президент прибыл в Бекетау", "Токсанов прибыл в Бекетау", "ru", False),
        ("Мост откроют 3 марта", "Мост в Бекетау откроют скоро", "ru", False),
    ],
)
def test_titles_of_a_series(one: str, other: str, language: str, series: bool) -> None:
    assert is_series(one, other, language) is series
    assert is_series(other, one, language) is series


def test_an_outlet_may_repeat_its_text_under_a_title_with_another_name() -> None:
    titles = ("Погода в Бекетау: ветер и гололед", "Синоптики Акшатыра: ветер и гололед")
    answers = placed([(x, FORECAST) for x in titles], outlet="o")
    assert [x.kind for x in answers] == ["own", "copy"]


def test_another_outlet_may_repeat_a_text_under_another_title() -> None:
    stream = Stream()
    rows = [("a", "Погода на 8 ноября в Бекетау"), ("b", "Погода: что ждет Бекетау 9 ноября")]
    kinds = [
        stream.place(Article(x, x, title, FORECAST, "ru", START + timedelta(hours=n))).kind
        for n, (x, title) in enumerate(rows)
    ]
    assert kinds == ["own", "copy"]
