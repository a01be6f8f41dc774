"""Each kind of reprint, in three languages: what a text is to an earlier one."""

# ruff: noqa: E501 (sentences of the press are long)

from datetime import UTC, datetime, timedelta

import pytest

from baqylau.stories.stream import Article, Placed, Stream

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
RU = (
    "Акимат города Арал-Бекет открыл новый пункт приема пластика. За первый день жители сдали 340"
    " килограммов бутылок. «Пункт будет работать ежедневно до восьми вечера, за килограмм платим 60"
    " тенге», – сообщил руководитель отдела экологии Санжар Туребеков. Второй пункт откроют у рынка"
    " «Береке» в декабре. На проект из бюджета выделили 14 миллионов тенге."
)
KK = (
    "Арал-Бекет қаласының әкімдігі пластик қабылдайтын жаңа бекет ашты. Бірінші күні тұрғындар 340"
    " келі бөтелке тапсырды. Экология бөлімінің басшысы Санжар Төребековтің айтуынша, бекет күн сайын"
    " кешкі сегізге дейін жұмыс істейді. Екінші бекет желтоқсанда «Береке» базарының жанынан ашылады."
)
EN = (
    "The city of Aral-Beket has opened a collection point for plastic. Residents brought 340 kilograms"
    " of bottles on the first day. The point will work daily until eight in the evening, said Sanzhar"
    " Turebekov, head of the environment department. A second one will open near the Bereke market."
)


def placed(
    *articles: tuple[str, str] | tuple[str, str, float], title: str = "Заметка"
) -> list[Placed]:
    stream = Stream()
    return [
        stream.place(
            Article(
                str(number),
                outlet,
                title,
                text,
                None,
                START + timedelta(hours=rest[0] if rest else number),
            )
        )
        for number, (outlet, text, *rest) in enumerate(articles)
    ]


def sentences(text: str) -> list[str]:
    return [f"{x.rstrip('.')}." for x in text.split(". ")]


@pytest.mark.parametrize("text", [RU, KK, EN])
def test_a_copy_with_the_outlets_name_and_other_quotes(text: str) -> None:
    first, *rest = sentences(text)
    copied = " ".join([first[:-1] + ", сообщает Заря.", *rest]).replace("«", '"').replace("»", '"')
    answer = placed(("Акимат", text), ("Заря", copied))[1]
    assert (answer.kind, answer.reprint_of, answer.story) == ("copy", "0", "0")


@pytest.mark.parametrize("text", [RU, KK, EN])
def test_shortened_and_extended(text: str) -> None:
    short = " ".join(sentences(text)[:2])
    more = f"{text} Жалобы на мусор здесь копились три года, и прежний пункт закрыли из-за долгов."
    answers = placed(("Акимат", text), ("Заря", short), ("Восход", more))
    assert [x.kind for x in answers] == ["own", "shortened", "extended"]
    assert [x.reprint_of for x in answers] == [None, "0", "0"]


def test_edited_words_and_halves_swapped() -> None:
    edited = (
        "Новый пункт сбора пластика открыл акимат города Арал-Бекет. Жители за первый день принесли"
        " 340 килограммов бутылок. «Пункт будет работать ежедневно до восьми вечера, за килограмм"
        " платим 60 тенге», – рассказал руководитель отдела экологии Санжар Туребеков. В декабре у"
        " рынка «Береке» откроют второй пункт."
    )
    answer = placed(("Акимат", RU), ("Заря", edited))[1]
    assert (answer.kind, answer.reprint_of) == ("edited", "0")


def test_a_chain_leads_to_the_first_print_and_keeps_its_link() -> None:
    again = (
        f"{RU} Прежний пункт закрыли летом из-за долгов за аренду, жители жаловались в прокуратуру."
    )
    answers = placed(("Акимат", RU), ("Заря", again), ("Восход", again))
    assert answers[2].reprint_of == "0"
    assert answers[2].based_on == "1"


def test_other_figures_in_the_same_sentences_are_an_update() -> None:
    later = RU.replace("340", "515").replace("60", "75").replace("14 мил", "22 мил")
    answer = placed(("Акимат", RU), ("Акимат", later))[1]
    assert (answer.kind, answer.reprint_of, answer.based_on) == ("update", None, "0")
    assert answer.story == "0"  # the same place and person: one story that goes on


def test_the_frame_of_a_release_about_another_village_is_no_reprint_and_another_story() -> None:
    frame = (
        "Жители села {} получили доступ к газу. Построено {} километров сетей, подключено {} дворов."
        " На работы выделено {} млн тенге. «Все дома подключим до зимы», – сказал аким {}."
    )
    one = frame.format("Жанаарна", "17,5", 214, 480, "Еркебулан Сарсенов")
    two = frame.format("Тасбулак", "9,3", 131, 295, "Марат Жунисов")
    answers = placed(("Акимат", one), ("Акимат", two, 20))
    assert answers[1].kind == "update"
    assert answers[1].reprint_of is None
    assert answers[1].story != answers[0].story


def test_one_quoted_sentence_is_a_quote() -> None:
    said = RU[RU.index("«") : RU.index("»") + 1]
    other = (
        f"Бутылки подорожали. {said} – такую цену назвали в городе, пишет наш читатель. Для сравнения:"
        " в соседней области за тот же вес дают вдвое меньше, а сдавать приходится в цех за рекой,"
        " куда автобус ходит дважды в сутки. Мы посчитали, сколько придется собрать, чтобы окупить"
        " дорогу: выходит полмешка на каждого пассажира."
    )
    answer = placed(("Акимат", RU), ("Заря", other))[1]
    assert (answer.kind, answer.reprint_of, answer.based_on) == ("quote", None, "0")


def test_what_was_printed_earlier_neither_updates_nor_quotes_what_came_first() -> None:
    said = RU[RU.index("«") : RU.index("»") + 1]
    quoting = f"Бутылки подорожали. {said} – так говорят в городе, и очередь стоит до самого угла."
    before = RU.replace("340", "215").replace("60", "45").replace("14 мил", "9 мил")
    for text in (before, quoting):
        answer = placed(("Акимат", RU, 0), ("Заря", text, -3))[1]
        assert (answer.kind, answer.based_on) == ("own", None)


def test_a_review_of_two_events_is_no_reprint() -> None:
    other = (
        "В Сарыкемере прошел турнир по тогызкумалаку среди школьников. Победила девятиклассница Аружан"
        " Сапарбай, ей вручили ноутбук. В турнире участвовали 48 детей из двенадцати школ района."
    )
    review = " ".join([*sentences(RU)[:2], *sentences(other)[:2]])
    assert placed(("Акимат", RU), ("Школа", other), ("Заря", review))[2].reprint_of is None


def test_an_own_report_is_no_reprint() -> None:
    own = (
        "За пустую тару в Арал-Бекете теперь платят. Наш корреспондент отнес пакет и получил сдачу"
        " мелочью. Очередь растянулась до угла, приемщица устала уже к обеду."
    )
    assert placed(("Акимат", RU), ("Заря", own))[1].reprint_of is None


def test_a_translation_is_based_on_the_first_text() -> None:
    russian = (
        "Завод «Тулпар Кабель» в Приозерске выпустит 1800 километров кабеля и наймет 264 человека."
    )
    kazakh = "Приозерскідегі «Тұлпар Кабель» зауыты 1800 шақырым кабель шығарып, 264 адамды жұмысқа алады."
    answer = placed(("Завод", russian), ("Заря", kazakh))[1]
    assert (answer.kind, answer.reprint_of, answer.based_on) == ("translated", None, "0")


def test_a_late_found_original_is_no_reprint_and_shares_the_story() -> None:
    answers = placed(("Заря", f"{RU} Об этом сообщает Меридиан.", 5), ("Меридиан", RU, 3))
    assert (answers[1].kind, answers[1].reprint_of, answers[1].story) == ("own", None, "0")


def test_who_names_the_other_is_the_reprint_whatever_the_times() -> None:
    answers = placed(("Меридиан", RU, 5), ("Заря", f"{RU} Об этом сообщает Меридиан.", 3))
    assert answers[1].reprint_of == "0"


def test_an_outlets_usual_sentences_link_nothing() -> None:
    tail = "Редакция напоминает: присылайте фото и видео на номер, указанный внизу страницы, мы их покажем"
    bodies = ["Река вышла из берегов у моста", "Сборная улетела на турнир по самбо", "Певица дала концерт в парке",
              "Хлеб подорожал в трех магазинах", "Школьники посадили аллею дубов", "Выпал первый снег на перевале"]  # fmt: skip
    filler = [" ".join(f"{a}{b}{c}ет" for b in "аоуи" for c in "рстлм") for a in "бвгдзк"]
    own = [f"{x} {y}" for x, y in zip(bodies, filler, strict=True)]
    answers = placed(*[("Заря", f"{x}. {tail}.") for x in own], ("Заря", f"Коротко. {tail}."))
    assert [x.reprint_of for x in answers] == [None] * len(answers)
