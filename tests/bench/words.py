"""Make two long answers to the same task, and a revised one, in English and Korean."""

from random import Random

_WORDS = {
    "en": (
        "the board approved a budget for suppliers and pilots that start or end in spring while "
        "risk owners plan market growth cost teams decide report meet number train travel hotel"
    ),
    "ko": (
        "이사회가 예산을 승인했고 공급사를 비교하며 위험 목록은 매주 금요일에 갱신한다 집행 계획은 "
        "팀장이 확정하고 다음 회의는 월요일에 시범 사업을 시작해도 되는지 비용을 줄이는 방안"
    ),
}


def answer(language: str, count: int, seed: int) -> str:
    """Return an answer of about so many words, with headings, items and a table."""
    chance, words = Random(seed), _WORDS[language].split()
    parts: list[str] = []
    written = 0
    while written < count:
        section = len(parts) // 12
        if len(parts) % 12 == 0:
            parts.append(f"## {section}. {chance.choice(words)} {chance.choice(words)}\n\n")
        sentences = []
        for _sentence in range(chance.randint(2, 5)):
            size = chance.randint(7, 18)
            body = " ".join(chance.choice(words) for _word in range(size))
            sentences.append(f"{body} **{chance.randint(1, 99)}** {chance.choice(words)}.")
            written += size + 2
        mark = "- " if len(parts) % 3 == 2 else ""
        parts.append(f"{mark}{' '.join(sentences)}\n\n")
    return "".join(parts)


def revised(text: str, seed: int) -> str:
    """Return an answer with about every tenth word changed or gone."""
    chance, words = Random(seed), text.split(" ")
    kept = [word for word in words if "\n" in word or chance.random() > 0.03]
    return " ".join(
        word if "\n" in word or chance.random() > 0.07 else chance.choice(words).strip()
        for word in kept
    )
