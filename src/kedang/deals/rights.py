"""What people may be allowed to do about deals. Who does not see a customer sees nothing of its deals, whatever they may."""

from kedang.accounts.rights import Right

VIEW = Right("deals.view", "查看商机", "See opportunities")
EDIT = Right("deals.edit", "登记和推进商机", "Enter opportunities and move them on")
MANAGE = Right("deals.manage", "修改和推进同事的商机", "Change and move the opportunities of colleagues")
STAGES = Right("deals.stages", "设置商机阶段", "Set up the stages of opportunities")
SEE_PROJECTS = Right("projects.view", "查看项目和需求变化", "See projects and changes of need")
RUN_PROJECTS = Right(
    "projects.edit", "登记和推进项目、需求变化", "Enter projects and changes of need, and keep them up to date"
)

ALL = (VIEW, EDIT, MANAGE, STAGES, SEE_PROJECTS, RUN_PROJECTS)
