import type { firstSteps as english } from './english.ts'

/** 从零到第一个 Webhook 送达的步骤。 */
export const firstSteps: typeof english = {
  title: '发送第一个 Webhook',
  says: '共四步。每一步完成后，Bellbuoy 会自动打勾。',
  skip: '跳过这些步骤',
  done: '已完成',
  connect: {
    title: '连接镜像仓库',
    hint: '镜像仓库向 Bellbuoy 报告事件。对话框会显示要粘贴的配置。',
    action: '连接镜像仓库',
    evidence: (source) => `${source} 已报告事件，最近一次：`,
  },
  event: {
    title: '接收事件',
    hint: '向已连接的镜像仓库推送一个镜像，它的事件会出现在这里。',
    action: '查看事件来源',
    evidence: 'Bellbuoy 已收到',
  },
  webhook: {
    title: '创建 Webhook',
    hint: '选择把哪些事件发送到哪里。保存之前可以用真实事件试运行。',
    action: '创建 Webhook',
    evidence: '已有',
  },
  deliver: {
    title: '投递',
    hint: '再推送一次，或打开 Webhook 发送它错过的事件。目标返回 2xx 后此步打勾。',
    action: '打开 Webhook',
  },
}
