"""The calendar of an installation that has not said anything else: Monday to Friday, nine to six with an hour of lunch, and the
public holidays of mainland China as far as they are published."""

from kedang.engine.holidays import MarkedDay, read_days
from kedang.engine.worktime import Hours, Span

WEEK: tuple[Hours, ...] = ((Span(540, 720), Span(780, 1080)),) * 5 + ((), ())
# The arrangement of the General Office of the State Council for 2026, published on 4 November 2025. The one for a year comes out in
# the November before; until it is added here, people paste it.
_PUBLISHED = """
2026年
元旦：1月1日至3日放假。1月4日上班。
春节：2月15日至23日放假。2月14日、2月28日上班。
清明节：4月4日至6日放假。
劳动节：5月1日至5日放假。5月9日上班。
端午节：6月19日至21日放假。
中秋节：9月25日至27日放假。
国庆节：10月1日至7日放假。9月20日、10月10日上班。
"""
DAYS: tuple[MarkedDay, ...] = read_days(_PUBLISHED, year=2026).days
