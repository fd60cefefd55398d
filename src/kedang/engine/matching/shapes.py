"""Characters that are mistaken for each other by the eye: read from paper, by OCR, or picked from a list of candidates."""

# Each group is written with its plainest member first. Only characters that occur in names are worth a place.
_GROUPS_TEXT = """
王玉主 未末朱耒 己已巳 土士 干千于 天夫无元夭 日曰目 大太犬丈 木本术 田由甲申 刀力 白百自 名各 明朋 人入 八人 又义叉 万方 牛午 手毛
刘刈 陈阵陣 张弛 杨扬 赵越 周固 徐除 孙孔 胡湖 何河 郭敦 林材 罗岁 梁粱 宋朱未 郑邓 谢射 韩朝 唐庸 冯马 董重 程裎 曹曾 袁哀 许评 傅博 沈沉 彭澎 吕侣 苏办
卢户 蒋将 蔡察 贾买 丁了 魏巍 薛薜 叶汁 阎阁 余佘 潘播 杜社 戴载 夏复 钟种 汪注 任仕 姜美 范苑 石右 姚挑 谭潭 廖寥 邹皱 熊态 金全 陆阵 郝赤 孔扎 崔崖
康庚 毛手 邱丘 秦奏 江汀 史吏 顾颀 侯候 邵召 孟盂 龙尤 段叚 雷雪 钱线 汤场 尹伊 黎藜 易昜 常堂 武式 乔桥 贺贸 赖懒 龚袭
敏敬 情倩清晴睛 静睁 丽俪 强张 磊垒 军车 洋样 艳绝 勇男 杰木 娟涓捐 涛寿 超起 秀透 霞露 平乎 刚钢纲 桂佳 英央 华毕 辉挥 玲铃 红江 建健键 国固 文丈
玉王 兰三 萍苹 红虹 梅海 燕蒸 鹏朋 飞乙 波坡 斌赋 宇字 浩洁 凯剀 健建 俊浚峻 帅师 鑫金 旭旮 阳阴 林淋 森林 雪雷 婷停 颖颍 倩情 洁浩 慧惠 莹荧 琳淋 晶品 欣昕
悦税 雯文 佳住 怡恰 思恩 雨两 萱宣 梓样 涵函 轩杆 浩告 博搏 宸辰晨 泽择 睿容 子孑 豪毫 哲誓 瑞端 琪棋淇 钰玉 嘉喜 乐东 妍研 诗待 彤杉 诺若 晨辰 冉再
志忘 德得 福副 贵责 荣营 生主 成戍 发友 富宫 春舂 兴共 祥样 广厂 保堡 永水 庆床 长张 元无 光先 全金 喜嘉 有友 良艮 忠患 孝考 仁仕 义叉 礼札 信倍 和知
侍待 折拆 徙徒 拔拨 拢扰 母毋 冶治 冰水 沏砌 炙灸 盲育 祟崇 究穷 芊竿 荼茶 萧肃 薇微 蓝监 裕俗 赢羸 辨辩 逸免 锋峰烽 铭名 隽售 颜彦 骏俊 鸿鸣
"""
_GROUPS = _GROUPS_TEXT.split()


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for group in _GROUPS:
        first = table.get(ord(group[0]), group[0])
        for character in group:
            table.setdefault(ord(character), first)
    return table


_TABLE = _table()


def shaped(text: str) -> str:
    """The text with every character replaced by the plainest one it is mistaken for."""
    return text.translate(_TABLE)
