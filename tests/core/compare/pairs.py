"""Sentences by which two assistants say the same, or something else on the same subject."""

SAME = {
    "en": [
        (
            "The board approved the budget of 42 million won.",
            "A budget of 42 million won was approved by the board.",
        ),
        (
            "Regular exercise lowers the risk of heart disease.",
            "Exercising regularly reduces your risk of heart disease.",
        ),
        (
            "Start with a small pilot before rolling it out to everyone.",
            "Begin with a small pilot and roll it out to everyone later.",
        ),
        (
            "Solar panels pay for themselves in about eight years.",
            "In about eight years, solar panels will have paid for themselves.",
        ),
        (
            "**Cost**: Remote work saves office rent.",
            "Companies save on office rent when people work remotely.",
        ),
        (
            "You should back up your data before you upgrade.",
            "Before upgrading, back up all your data.",
        ),
        (
            "The main risk is that the supplier delivers late.",
            "The biggest risk is late delivery by the supplier.",
        ),
        (
            "Python is easy to learn because its syntax is readable.",
            "Python's readable syntax makes it easy to learn.",
        ),
        ("Kim will run the project from March.", "From March, the project will be run by Kim."),
        (
            "Sleep is essential for memory consolidation.",
            "Sleep plays an essential role in consolidating memories.",
        ),
        (
            "Ask customers what they need before you build anything.",
            "Before building anything, ask your customers what they need.",
        ),
        (
            "The meeting was moved to Tuesday because of the holiday.",
            "Because of the holiday, the meeting has been moved to Tuesday.",
        ),
    ],
    "ko": [
        ("이사회는 4,200만 원의 예산을 승인했다.", "4,200만 원 예산이 이사회에서 승인되었습니다."),
        ("규칙적인 운동은 심장병 위험을 낮춘다.", "규칙적으로 운동하면 심장병 위험이 낮아집니다."),
        (
            "먼저 작은 규모로 시범 운영을 한 뒤 전체로 확대하세요.",
            "소규모 시범 운영을 먼저 하고 이후 전체로 확대하는 것이 좋습니다.",
        ),
        (
            "태양광 패널은 약 8년이면 비용을 회수한다.",
            "약 8년 후에는 태양광 패널 비용을 회수할 수 있습니다.",
        ),
        (
            "업그레이드하기 전에 데이터를 백업하세요.",
            "데이터 백업은 업그레이드 전에 반드시 해야 합니다.",
        ),
        (
            "가장 큰 위험은 공급업체의 납품이 늦어지는 것이다.",
            "공급업체의 납품 지연이 가장 큰 위험입니다.",
        ),
        (
            "파이썬은 문법이 읽기 쉬워 배우기 쉽다.",
            "읽기 쉬운 문법 덕분에 파이썬은 배우기 쉽습니다.",
        ),
        ("김 팀장이 3월부터 사업을 맡는다.", "3월부터 사업은 김 팀장이 맡게 됩니다."),
        ("수면은 기억을 굳히는 데 꼭 필요하다.", "기억을 굳히려면 수면이 꼭 필요합니다."),
        ("공휴일 때문에 회의가 화요일로 옮겨졌다.", "회의는 공휴일로 인해 화요일로 옮겨졌습니다."),
        ("재택근무는 사무실 임대료를 줄여 준다.", "재택근무를 하면 사무실 임대료가 줄어듭니다."),
    ],
}
DIFFERENT = {
    "en": [
        (
            "The board approved the budget of 42 million won.",
            "The board postponed the decision about new staff.",
        ),
        (
            "Regular exercise lowers the risk of heart disease.",
            "Smoking raises the risk of heart disease.",
        ),
        (
            "Start with a small pilot before rolling it out to everyone.",
            "Train the managers before rolling it out to everyone.",
        ),
        (
            "Solar panels pay for themselves in about eight years.",
            "Solar panels need cleaning about twice a year.",
        ),
        ("Remote work saves office rent.", "Remote work makes it harder to train new people."),
        (
            "You should back up your data before you upgrade.",
            "You should read the release notes before you upgrade.",
        ),
        (
            "The main risk is that the supplier delivers late.",
            "The main advantage is that the supplier is nearby.",
        ),
        (
            "Python is easy to learn because its syntax is readable.",
            "Python is slow because it is interpreted.",
        ),
        ("Kim will run the project from March.", "Lee will write the report in April."),
        (
            "Sleep is essential for memory consolidation.",
            "Sleep deprivation weakens the immune system.",
        ),
        (
            "Ask customers what they need before you build anything.",
            "Ask investors for money before you hire anyone.",
        ),
        (
            "The meeting was moved to Tuesday because of the holiday.",
            "The meeting will take place in the large room.",
        ),
        ("The main risk is that costs rise.", "The main risk is that the supplier delivers late."),
    ],
    "ko": [
        ("이사회는 4,200만 원의 예산을 승인했다.", "이사회는 새 직원 채용을 다음 달로 미뤘다."),
        ("규칙적인 운동은 심장병 위험을 낮춘다.", "흡연은 심장병 위험을 높인다."),
        (
            "먼저 작은 규모로 시범 운영을 한 뒤 전체로 확대하세요.",
            "전체로 확대하기 전에 관리자를 교육하세요.",
        ),
        ("태양광 패널은 약 8년이면 비용을 회수한다.", "태양광 패널은 1년에 두 번 청소해야 한다."),
        (
            "업그레이드하기 전에 데이터를 백업하세요.",
            "업그레이드하기 전에 변경 사항을 읽어 보세요.",
        ),
        (
            "가장 큰 위험은 공급업체의 납품이 늦어지는 것이다.",
            "가장 큰 장점은 공급업체가 가깝다는 것이다.",
        ),
        ("파이썬은 문법이 읽기 쉬워 배우기 쉽다.", "파이썬은 인터프리터 방식이라 느리다."),
        ("김 팀장이 3월부터 사업을 맡는다.", "이 과장이 4월에 보고서를 쓴다."),
        ("수면은 기억을 굳히는 데 꼭 필요하다.", "수면 부족은 면역력을 떨어뜨린다."),
        ("공휴일 때문에 회의가 화요일로 옮겨졌다.", "회의는 대회의실에서 열린다."),
        ("재택근무는 사무실 임대료를 줄여 준다.", "재택근무는 신입 교육을 어렵게 한다."),
        ("가장 큰 위험은 비용이 오르는 것이다.", "가장 큰 위험은 납품이 늦어지는 것이다."),
    ],
}
