"""notices: what happened with customers that somebody shall hear of, and which customers they follow.

notices owns the notices of each person, who follows whom, and after how many days a lead hears of what is overdue. It refuses to
keep a word of what was said: a notice holds ids, and whoever opens it is asked again whether they may.
"""
