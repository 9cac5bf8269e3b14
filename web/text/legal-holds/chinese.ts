import type { legalHolds as english } from './english.ts'

/** 法律保留：调查所需的内容不受保留期限的限制。 */
export const legalHolds: typeof english = {
  title: '法律保留',
  says: '法律保留使某个项目、某段时间或单个事件不被移除，直到有人解除。投递照常进行。',
  none: '没有法律保留',
  noneHint: '要保留单个事件，请打开它的页面。对项目和时间段的保留通过 API 设置。',
  covers: '范围',
  reason: '理由',
  placedBy: '设置者',
  placedAt: '开始时间',
  everything: '全部事件',
  event: '事件',
  project: (name) => `项目 ${name}`,
  since: '接收时间不早于',
  until: '接收时间早于',

  place: '为调查保留…',
  placeTitle: '为调查保留此事件',
  placeSays:
    '该事件及其投递、尝试和载荷无论多旧都会保留，直到系统管理员在“配置管理”中解除。已移除的内容无法恢复。',
  reasonHint: '供日后查看此保留的人了解，例如案件编号。',
  submit: '保留',
  placed: '该事件已被法律保留',
  isKept: '已被法律保留',

  lift: '解除法律保留',
  liftOf: (reason) => `法律保留“${reason}”`,
  liftTitle: '解除此法律保留？',
  liftSays: '仅由此保留留住且已超过期限的内容，Bellbuoy 会在一小时内移除，且无法恢复。审计日志会记录解除者。',
  lifted: '已解除法律保留',
}
