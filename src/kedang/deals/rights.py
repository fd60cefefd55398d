"""What people may be allowed to do about deals. Who does not see a customer sees nothing of its deals, whatever they may."""

from kedang.accounts.rights import Right

VIEW = Right("deals.view", "查看商机", "See opportunities")
EDIT = Right("deals.edit", "登记和推进商机", "Enter opportunities and move them on")
MANAGE = Right("deals.manage", "修改和推进同事的商机", "Change and move the opportunities of colleagues")
STAGES = Right("deals.stages", "设置商机阶段", "Set up the stages of opportunities")

ALL = (VIEW, EDIT, MANAGE, STAGES)
