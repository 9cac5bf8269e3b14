import type { deviceLogin as english } from './english.ts'

/** 通过浏览器登录命令行。 */
export const deviceLogin: typeof english = {
  title: '登录命令行',
  says: '“bellbuoy login” 会显示一个代码。您在此批准后，该程序会获得您账户的访问令牌。',
  code: '代码',
  codeHint: '按程序显示的内容输入，可省略连字符',
  next: '继续',
  client: '程序',
  address: '来自',
  ownAddress: (address) => `${address}（您自己的地址）`,
  since: '开始时间',
  beware: '只批准您自己发起的登录',
  otherAddress: '该程序不在您的地址',
  bewareSays: '向您发送链接或代码的人会因此进入您的账户。请与您自己终端显示的代码进行比较。',
  same: '我自己的终端显示的正是此代码',
  approve: '批准',
  deny: '拒绝',
  approved: (client) => `${client} 已登录`,
  denied: (client) => `已拒绝 ${client}`,
  close: '您可以关闭此页面。程序会自行继续。',
}
