"""What the demonstration's customers complained of, asked and wanted repaired, and what was made better because of it. Made up."""

from dataclasses import dataclass

from kedang.archive.models import ORGANISATION, PERSON
from kedang.service.kinds import CLOSED, NEW, SOLVED, WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A case: opened `days` or so many working hours (`ago`) before now; answered after `hours` of work, and `worked` on for so many
    before it stands as it does. `who` has the customer; anybody, where nobody is named."""

    of: int
    kind: str
    title: str
    text: str
    state: str
    days: int = 0
    ago: float | None = None
    who: str = ""
    channel: str = "phone"
    priority: str = "normal"
    hours: float | None = None
    worked: float = 0
    answer: str = ""
    end: str = ""
    reason: str = ""
    cause: str = ""
    score: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An improvement for stories by their places; `due` in so many days. `proof` closes it."""

    stories: tuple[int, ...]
    title: str
    text: str
    due: int
    done: bool = False
    proof: str = ""


STORIES = (
    Story(
        of=ORGANISATION,
        kind="complaint",
        title="6204 轴承到货有锈斑",
        text="一箱 40 套里有 11 套外圈有锈斑，客户怀疑是受潮。要求换货，并说明以后怎么避免。",
        days=46,
        state=CLOSED,
        channel="wechat",
        priority="high",
        hours=1.5,
        worked=9,
        answer="已请客户拍照并暂停使用，当天安排补发。",
        end="补发 11 套，旧货由物流带回；仓库查明外箱在雨天装卸时淋湿。",
        reason="product",
        cause="纸箱没有防潮袋，雨天装卸没有遮盖。",
        score=4,
        words="处理得还算快，希望不要再有。",
    ),
    Story(
        of=ORGANISATION,
        kind="complaint",
        title="减速机漏油，第二次",
        text="同一台 NMRV063 三个月内第二次漏油，产线停了半天，客户要求赔偿停线损失。",
        days=33,
        state=CLOSED,
        priority="urgent",
        hours=0.7,
        worked=10.5,
        answer="工程师当天到现场，先换备用机恢复生产。",
        end="更换整机和油封，停线损失按合同协商，客户接受延保一年。",
        reason="product",
        cause="这一批油封的硬度不合格，入库时只抽检尺寸。",
        score=3,
        words="人来得快，但同样的问题不该有第二次。",
    ),
    Story(
        of=ORGANISATION,
        kind="complaint",
        title="交货比约定晚了九天",
        text="合同约定 10 天交货，实际 19 天，客户改从别处调货。",
        days=20,
        state=SOLVED,
        channel="email",
        hours=3,
        worked=30,
        answer="向客户致歉，说明在途情况。",
        end="余下部分改走快运并承担运费，下一单优先排产。",
    ),
    Story(
        of=ORGANISATION,
        kind="repair",
        title="Y2 电机异响",
        text="运行两周后有周期性异响，温度正常。客户可以停机一天配合检查。",
        days=6,
        state=WAITING,
        hours=2,
        worked=4,
        answer="电话排查后判断为联轴器不同心，请客户确认停机时间。",
        end="等客户定停机日期。",
    ),
    Story(
        of=ORGANISATION,
        kind="complaint",
        title="开票单位名称少了两个字",
        text="本月发票抬头不对，财务无法入账，要求本周内重开。",
        ago=19,
        state="working",
        channel="email",
        priority="high",
        hours=5,
        answer="已向财务提交红冲申请。",
    ),
    Story(
        of=ORGANISATION,
        kind="consultation",
        title="蜗轮减速机能否用于户外",
        text="想装在露天输送线上，问防护等级和加装防雨罩的价格。",
        ago=5,
        state="working",
        channel="web",
        hours=2,
        answer="已发样本，报价明天给。",
    ),
    Story(
        of=ORGANISATION,
        kind="repair",
        title="6308 轴承安装后发热",
        text="新装的两套轴承半小时升到 85 度，客户停机等处理。",
        ago=0.8,
        who="zhou",
        state=NEW,
        priority="urgent",
    ),
    Story(
        of=PERSON,
        kind="complaint",
        title="茶叶罐送到时瘪了",
        text="买来送礼的，罐子瘪了一个角，希望换一罐或补偿。",
        days=27,
        state=CLOSED,
        channel="wechat",
        hours=1,
        worked=4,
        answer="已道歉，当天补发。",
        end="补发一罐并附赠茶杯一只。",
        reason="delivery",
        cause="快递袋没有缓冲，罐装商品应当用纸箱。",
        score=5,
        words="很满意，会再来。",
    ),
    Story(
        of=PERSON,
        kind="complaint",
        title="店员说话不耐烦",
        text="周六下午在湖滨店问丝巾产地，店员说“看吊牌”，顾客觉得不受尊重。",
        days=12,
        state=CLOSED,
        channel="visit",
        hours=6,
        worked=9,
        answer="店长当面道歉。",
        end="店长致歉，顾客接受；当班店员已谈话。",
        reason="attitude",
        cause="周末下午只排了一人，没有时间接待咨询。",
        score=4,
    ),
    Story(
        of=PERSON,
        kind="consultation",
        title="真丝围巾怎么洗",
        text="问能不能机洗，沾了咖啡怎么处理。",
        days=9,
        state=CLOSED,
        channel="wechat",
        hours=0.5,
        worked=1,
        answer="冷水手洗，中性洗剂，不要拧；咖啡渍先用温水浸。",
        end="已解答，并发了洗护卡片。",
        reason="explained",
        score=5,
    ),
    Story(
        of=PERSON,
        kind="complaint",
        title="会员积分没有到账",
        text="上个月两次消费都没有积分，小票号码已登记。",
        ago=5,
        who="zhou",
        state=NEW,
        channel="wechat",
    ),
    Story(
        of=PERSON,
        kind="repair",
        title="折扇扇骨断了一根",
        text="买了一个月，打开时断了一根扇骨，问能不能修。",
        ago=10,
        who="zhou",
        state="working",
        channel="visit",
        hours=1,
        answer="可以寄回工坊更换，约两周。",
    ),
    Story(
        of=ORGANISATION,
        kind="complaint",
        title="发来的密封圈型号不对",
        text="订的是 45×60×8，到货是 45×62×8，装配线后天要用，要求今天给答复。",
        ago=14,
        who="zhou",
        state="working",
        priority="high",
        hours=1,
        answer="已请仓库核对拣货单，正确型号今天可以发出。",
    ),
    Story(
        of=ORGANISATION,
        kind="repair",
        title="质保期内控制柜跳闸",
        text="每天下午三点左右跳闸一次，客户担心影响夜班，已拍照。",
        ago=27,
        who="zhou",
        state="working",
        priority="high",
        hours=3,
        answer="电气工程师先远程看记录，需要时上门。",
    ),
    Story(
        of=ORGANISATION,
        kind="consultation",
        title="质保期内上门是否收费",
        text="去年六月买的输送机，问上门检修怎么收费。",
        ago=1,
        who="zhou",
        state=NEW,
        channel="wechat",
    ),
)
MEASURES = (
    Measure(
        stories=(0,),
        title="金属件出库一律加防潮袋",
        text="仓库改包装作业书，雨天装卸使用遮雨棚；质检每周抽查十箱。",
        due=-8,
        done=True,
        proof="实施四周抽查 40 箱，无一受潮；同类投诉由上季度 7 起降为 0 起。",
    ),
    Measure(
        stories=(1,),
        title="油封入库加测硬度",
        text="采购合同写入硬度指标，每批抽检五件，不合格整批退回。",
        due=-2,
        done=True,
    ),
    Measure(stories=(7,), title="罐装商品改用纸箱发货", text="快递袋只用于丝巾和折扇。", due=-3),
    Measure(
        stories=(2, 4), title="合同录入后由第二人核对交期与抬头", text="订单系统里增加核对一步，每周统计差错。", due=12
    ),
)
