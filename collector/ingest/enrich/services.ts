/**
 * Hosts that stay apart from the registrable domain above them, where that is another kind of source: a newsletter read in Gmail is no search.
 * Each is a service that everybody shares. Hosts of one customer, school or person (`contoso.sharepoint.com`) are not among them and never will
 * be: their name would be the customer's. What is below one of these counts as it (`word-edit.officeapps.live.com`).
 */

/** By registrable domain, the labels before it. Search itself, and what is not listed, is the registrable domain. */
const table: Readonly<Record<string, string>> = {
  // Google
  'google.com': `mail chat meet calendar contacts keep drive docs sheets slides forms sites script classroom photos groups
    news translate scholar books maps earth play support business ads analytics tagassistant lookerstudio datastudio
    gemini bard notebooklm aistudio accounts myaccount admin`,
  'googleusercontent.com': 'translate webcache',
  // Microsoft
  'bing.com': 'edgeservices',
  'live.com': 'outlook mail officeapps onedrive teams login',
  'office.com': 'outlook teams forms',
  'office365.com': 'outlook',
  'office.net': 'teams.cdn',
  'microsoft.com': 'copilot teams answers learn support',
  'cloud.microsoft': 'copilot m365 outlook teams',
  // Yahoo and AOL
  'yahoo.com': 'mail news finance sports groups login',
  'yahoo.co.jp': 'mail news chiebukuro finance login',
  'aol.com': 'mail login',
  // Baidu, QQ, NetEase, Sogou, Tencent, Alibaba
  'baidu.com': 'tieba zhidao baike wenku pan news fanyi map yiyan ernie chat tongji',
  'qq.com': 'mail exmail docs news weixin qzone',
  '163.com': 'mail news',
  'sogou.com': 'weixin fanyi',
  'tencent.com': 'yuanbao',
  'aliyun.com': 'tongyi',
  // Yandex and Mail.ru
  'ya.ru': 'mail alice',
  'yandex.ru': 'mail disk docs calendar messenger news translate maps market alice metrika webmaster',
  'yandex.com': 'mail disk docs calendar messenger translate maps metrika webmaster',
  'mail.ru': 'e touch go news cloud otvet my',
  'rambler.ru': 'mail news',
  // Naver and Daum
  'naver.com': 'mail calendar blog cafe news kin post papago map shopping',
  'daum.net': 'mail cafe blog news v',
  // Portals of one country
  'seznam.cz': 'email',
  'web.de': 'navigator',
  'gmx.net': 'navigator',
  't-online.de': 'email',
  'wp.pl': 'poczta',
  'onet.pl': 'poczta',
  'ukr.net': 'mail',
  // Mail beside an assistant or an office of the same firm
  'proton.me': 'mail calendar drive docs lumo',
  'zoho.com': 'mail writer',
  'zoho.eu': 'mail writer',
  'zoho.in': 'mail writer',
  // Assistants under the domain of their makers
  'openai.com': 'chat',
  'brave.com': 'search',
}

/** Host names in lower case. */
export const services: ReadonlySet<string> = new Set(
  Object.entries(table).flatMap(([domain, labels]) => labels.split(/\s+/).map((label) => `${label}.${domain}`)),
)
