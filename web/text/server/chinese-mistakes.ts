import type { ServerTexts } from './translated.ts'

/** 字段的错误：服务器有时在前面写字段名，有时不写（错误已显示在字段处）。 */
const MISTAKES: ServerTexts = {
  // 按 Schema 检查的结果
  'must be string': '必须是文本',
  'must be integer': '必须是整数',
  'must be number': '必须是数字',
  'must be boolean': '必须是 true 或 false',
  'must be object': '必须是对象',
  'must be array': '必须是列表',
  'must be null': '必须为空',
  'must be either {}': '必须是以下类型之一：{1}',
  'must be one of {}': '必须是以下之一：{1}',
  'must be equal to constant': '不是允许的值',
  'must be equal to one of the allowed values': '不是允许的值',
  'must be >= {}': '不得小于 {1}',
  'must be <= {}': '不得大于 {1}',
  'must be > {}': '必须大于 {1}',
  'must be < {}': '必须小于 {1}',
  'must be multiple of {}': '必须是 {1} 的倍数',
  'must match format "{}"': '不符合格式 {1}',
  'must match pattern "{}"': '不符合模式 {1}',
  'must match a schema in anyOf': '不是允许的形式',
  'must match exactly one schema in oneOf': '不是允许的形式',
  'must not have fewer than {} characters': '不得少于 {1} 个字符',
  'must not have more than {} characters': '不得超过 {1} 个字符',
  'must not have fewer than {} items': '不得少于 {1} 项',
  'must not have more than {} items': '不得超过 {1} 项',
  'must not have fewer than {} properties': '不得少于 {1} 个条目',
  'must not have more than {} properties': '不得超过 {1} 个条目',
  'must not have duplicate items': '不得有重复项',
  'must not have additional properties': '含有未知的键',
  'must not be valid': '不是允许的值',
  'schema is false': '不允许此键',
  'is required': '为必填项',
  // 目标与来源自己的检查
  'is missing': '为必填项',
  'is missing, and the settings (SMTP_HOST) name no mail server either':
    '为必填项：设置（SMTP_HOST）也没有指定邮件服务器',
  'is missing, and the settings (SMTP_FROM) name no sender either':
    '为必填项：设置（SMTP_FROM）也没有指定发件人',
  'is missing beside smtp.password': '为必填项：填写了 smtp.password',
  'has either per_second or per_minute': '只能填写 per_second 或 per_minute 之一',
  'has {} twice: upper and lower case are the same': '中 {1} 出现两次：不区分大小写',
  'holds a character that a header cannot carry': '含有请求头不允许的字符',
  'holds a colon, which HTTP Basic cannot carry': '含有冒号，HTTP Basic 不允许',
  'holds a control character, which HTTP Basic cannot carry': '含有控制字符，HTTP Basic 不允许',
  'holds a user or password: give them as options': '含有用户名或密码：请在选项中填写',
  'is no name of a header': '不是请求头的名称',
  'is set by auth_header, secret, basic, bearer or oauth2': '由认证方式设置',
  'is a header that Bellbuoy or the connection sets': '由 Bellbuoy 或连接设置',
  'is no mail address': '不是电子邮件地址',
  'must begin with http:// or https://, without user, query and fragment':
    '必须以 http:// 或 https:// 开头，不含用户、查询和片段',
  'both set the Authorization header: give one of them': '都会设置 Authorization 头：请只填写一个',
}

/** 每个错误的两种形式，以及包含多个错误的句子。 */
export const mistakes: ServerTexts = {
  ...MISTAKES,
  ...Object.fromEntries(
    Object.entries(MISTAKES).map(([pattern, translation]) => [
      `{} ${pattern}`,
      `{1} ${shifted(translation)}`,
    ]),
  ),
  'validation failure list:': '请求有误：',
  '{} in body': '{1}',
  '{} in query': '{1}',
  '{} in path': '{1}',
  'options of a target of type {}: {}; {}': '类型为 {1} 的目标的选项：{2}；{3}',
  'settings of a source of kind {}: {}; {}': '类型为 {1} 的来源的设置：{2}；{3}',
  'signing.secret: {}': 'signing.secret：{1}',
  'a signing secret has {} to {} bytes, but this one has {}':
    '签名密钥应有 {1} 到 {2} 字节，但此密钥有 {3} 字节',
  'a signing secret is whsec_ or whsk_ with base64 after it': '签名密钥以 whsec_ 或 whsk_ 开头，后接 base64',
  'registry_host {}': 'registry_host：{1}',
  'registry_url: {}': 'registry_url：{1}',
  'neither the target nor the settings name a mail server and a sender':
    '目标和设置都没有指定邮件服务器与发件人',
  'headers.{} {}': 'headers.{1} {2}',
  'an email target needs a recipient': '邮件目标需要收件人',
  'an email target has {} recipients at the most': '邮件目标最多有 {1} 个收件人',
  'the address of a log target is {}': '日志目标的地址是 {1}',
  'log targets are off: only the operator of this server can let targets write to its standard output, with the setting LOG_TARGETS':
    '日志目标已关闭：只有此服务器的运维人员可以通过设置 LOG_TARGETS 允许目标写入其标准输出',
  'standard output has not taken the line within {} ms': '标准输出未在 {1} 毫秒内接收该行',
  'nobody reads standard output any more (EPIPE)': '标准输出已无人读取（EPIPE）',
  'standard output does not take the line: {}': '标准输出不接收该行：{1}',
  'the address of a telegram target is that of the Bot API alone, https://api.telegram.org: give the token as the option bot_token':
    'Telegram 目标的地址只是 Bot API 的地址 https://api.telegram.org：请用选项 bot_token 给出令牌',
  'bot_token is missing': '缺少 bot_token',
  'topic is missing': '缺少 topic',
  'topic has other characters than letters, digits, - and _': 'topic 只能包含字母、数字、- 和 _',
  'the address of an ntfy target is that of the server alone, such as https://ntfy.sh: give the topic as the option topic':
    'ntfy 目标的地址只是服务器的地址，例如 https://ntfy.sh：请用选项 topic 给出主题',
  'access_token and username both set the Authorization header: give one of them':
    'access_token 和 username 都会设置 Authorization 头：请只填写一个',
  'username is missing beside password': '填写了 password，缺少 username',
  'username holds a colon, which HTTP Basic cannot carry': 'username 含有冒号，HTTP Basic 不允许',
  'password is missing': '缺少 password',
  'room_id is missing': '缺少 room_id',
  'app_token is missing': '缺少 app_token',
  'user_key is missing': '缺少 user_key',
  'room_id is the id of a room, which begins with !, and not its alias':
    'room_id 应为以 ! 开头的房间 ID，而不是房间别名',
  'the address of a matrix target is that of the homeserver alone, such as https://matrix.org: give room and token as the options room_id and access_token':
    'Matrix 目标的地址只是主服务器的地址，例如 https://matrix.org：请用选项 room_id 和 access_token 给出房间和令牌',
  'secret_access_key is missing': '缺少 secret_access_key',
  'service_account_key is missing': '缺少 service_account_key',
  'service_account_key is not the JSON of a key file of a service account':
    'service_account_key 不是服务账号密钥文件的 JSON',
  'service_account_key holds a token_uri that is no URL': 'service_account_key 中的 token_uri 不是 URL',
  'service_account_key holds no RSA private key': 'service_account_key 中没有 RSA 私钥',
  'the address is the name of a topic: projects/PROJECT/topics/TOPIC':
    '地址是主题的名称：projects/项目/topics/主题',
  'policy_key is missing': '缺少 policy_key',
  'the address is the URL of a queue or topic: https://NAMESPACE.servicebus.windows.net/QUEUE':
    '地址是队列或主题的 URL：https://命名空间.servicebus.windows.net/队列',
  'access_key is missing': '缺少 access_key',
  'session_token holds a character that a header cannot carry': 'session_token 含有请求头不允许的字符',
  'access_key holds a character that a header cannot carry': 'access_key 含有请求头不允许的字符',
  'region is missing: the URL of the queue does not say it': '缺少 region：队列 URL 未包含区域',
  'endpoint: {}': 'endpoint：{1}',
  'endpoint has a path: give scheme, host and port alone': 'endpoint 带有路径：请只填写协议、主机和端口',
  'endpoint holds a user or password': 'endpoint 含有用户名或密码',
  'the address is the URL of a queue: https://sqs.REGION.amazonaws.com/ACCOUNT/QUEUE':
    '地址是队列的 URL：https://sqs.区域.amazonaws.com/账户/队列',
  'the address is the ARN of a topic: arn:aws:sns:REGION:ACCOUNT:TOPIC':
    '地址是主题的 ARN：arn:aws:sns:区域:账户:主题',
  'the address is the ARN of an event bus: arn:aws:events:REGION:ACCOUNT:event-bus/NAME':
    '地址是事件总线的 ARN：arn:aws:events:区域:账户:event-bus/名称',
  'the address is the endpoint of a topic: https://TOPIC.REGION-1.eventgrid.azure.net/api/events':
    '地址是主题的终结点：https://主题.区域-1.eventgrid.azure.net/api/events',
  'bot_token has another form than 123456:ABC-DEF': 'bot_token 的形式应为 123456:ABC-DEF',
  'chat_id is neither a number nor @name': 'chat_id 既不是数字，也不是 @名称',
  'routing_key is missing': '缺少 routing_key',
  'routing_key has another form than the 32 letters and digits of an integration key':
    'routing_key 的形式应为集成密钥的 32 个字母和数字',
  'token is missing': '缺少 token',
  'token holds a character that a header cannot carry': 'token 含有请求头不能携带的字符',
  'owner is a name in letters, digits, - and _': 'owner 是由字母、数字、- 和 _ 组成的名称',
  'repository is a name in letters, digits, dots, - and _, without the owner':
    'repository 是由字母、数字、点、- 和 _ 组成的名称，不含所有者',
  'the address of a gitlab target is that of GitLab alone, such as https://gitlab.com: give project, ref and token as options':
    'GitLab 目标的地址只是 GitLab 的地址，例如 https://gitlab.com：请用选项给出 project、ref 和 token',
  'project is neither a number nor a path with its group, such as acme/deploy':
    'project 既不是编号，也不是带群组的路径，例如 acme/deploy',
  'job is the full name of a job with its folders, such as team/deploy, and no part of its URL':
    'job 是任务的全名，含所有文件夹，例如 team/deploy，而不是 URL 的一部分',
  'username is missing': '缺少 username',
  'api_token is missing': '缺少 api_token',
  'ref is missing: a pipeline runs for a branch or tag': '缺少 ref：流水线针对分支或标签运行',
  'ref is missing: a deployment is one of a branch, tag or commit': '缺少 ref：部署的对象是分支、标签或提交',
  '{} means nothing to a target of type {}, which takes {}: subscribe it in another policy':
    '{1} 对类型为 {2} 的目标没有意义，它只接收 {3}：请在另一个 Webhook 中订阅',
  'a target has {} servers at the most': '一个目标最多有 {1} 个服务器',
  'the servers of an address have one scheme and one path': '地址中的各个服务器必须使用相同的协议和路径',
  'the address holds a user or password: give them as the options username and password':
    '地址中含有用户名或密码：请用选项 username 和 password 给出',
  'the address ends with a query or fragment': '地址末尾带有查询参数或片段',
  'the path of the address cannot be decoded: {}': '无法解码地址中的路径：{1}',
  'the address has a path; {}': '地址带有路径；{1}',
  'the address is {}://HOST:{}{}, or {}://… for TLS': '地址的形式为 {1}://主机:{2}{3}，使用 TLS 时为 {4}://…',
  '{} holds {}: there are {{}}': '{1} 中含有 {2}：可用的有 {{3}}',
  '{} has {} bytes; {} are allowed': '{1} 有 {2} 个字节；最多允许 {3} 个',
  'empty URL': 'URL 为空',
  'invalid scheme: {}': '无效的协议：{1}',
  'no host in URL: {}': 'URL 中没有主机：{1}',
  'invalid URL: {}': '无效的 URL：{1}',
  'it contains the bidirectional control character {}': '含有双向控制字符 {1}',
  'it contains the control character {}': '含有控制字符 {1}',
  'it has no visible character': '没有可见字符',
}

/** 前面多了一个可变部分。 */
function shifted(translation: string): string {
  return translation.replaceAll(/\{(\d)\}/g, (_, n: string) => `{${Number(n) + 1}}`)
}
