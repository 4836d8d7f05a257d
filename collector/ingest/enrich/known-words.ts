/** Campaign words that name nobody, so that they are counted from their first visit on. docs/labels.md lists them for owners. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s*,\s*|\s*\n\s*/))

/** Of `medium`. */
export const media = words(`
  ad, ads, affiliate, app, app-push, app_push, audio, banner, billboard, bio, blog, brochure, chat, cpa, cpc, cpm, cpv, direct-mail, direct_mail, display
  dooh, e-mail, email, event, feed, flyer, in-app, in_app, influencer, leaflet, letter, link, magazine, mail, message, messenger, native, newsletter
  newspaper, notification, offline, ooh, organic, organic-social, organic_social, paid, paid search, paid social, paid-search, paid-social, paid_search
  paid_social, paidsearch, paidsocial, partner, pdf, phone, podcast, post, postcard, poster, ppc, press, print, push, qr, qr-code, qr_code, qrcode, radio
  referral, remarketing, retargeting, rss, search, shopping, sms, social, social media, social-media, social_media, socialmedia, sponsored, story, text
  tv, video, voice, web, web-push, web_push, website
`)

/** Of `source`: services that everybody knows, and the ways by which a message reaches people. */
export const sourceWords = words(`
  aol, ask, baidu, bing, brave, daum, duckduckgo, ecosia, google, naver, qwant, seznam, sogou, startpage, yahoo, yandex
  adroll, adwords, bing-ads, bing_ads, bingads, criteo, doubleclick, dv360, google ads, google-ads, google_ads, googleads, microsoft ads, outbrain, taboola
  gbp, gmb, google maps, google-maps, google_maps, google-my-business, google_my_business, googlemaps, googlemybusiness, tripadvisor, yelp
  chatgpt, copilot, deepseek, gemini, grok, mistral, openai, perplexity
  bluesky, bsky, discord, facebook, fb, flickr, flipboard, ig, insta, instagram, kakao, kakaotalk, line, linkedin, mastodon, messenger, meta, nextdoor
  pinterest, quora, reddit, signal, skype, slack, snapchat, soundcloud, spotify, teams, telegram, threads, tiktok, tumblr, twitch, twitter, viber, vimeo
  vk, wechat, weibo, whatsapp, x, xing, youtube, yt
  feedly, github, gitlab, hacker news, hackernews, medium, pocket, product hunt, producthunt, stackoverflow, wikipedia
  active_campaign, activecampaign, aweber, beehiiv, braze, brevo, campaign monitor, campaign_monitor, campaignmonitor, cleverreach, constant contact
  constant_contact, constantcontact, convertkit, drip, eloqua, getresponse, gmail, govdelivery, granicus, hubspot, intercom, iterable, klaviyo, listmonk
  mailchimp, mailerlite, mailgun, mailjet, marketo, mautic, moosend, omnisend, outlook, pardot, rapidmail, salesforce, sendgrid, sendinblue, substack
  ad, ads, affiliate, app, banner, billboard, blog, brochure, chat, chatbot, e-mail, email, event, feed, flyer, homepage, intranet, leaflet, letter
  magazine, mail, mailing, newsletter, newsletters, newspaper, offline, partner, podcast, postcard, poster, press, print, push, qr, qr-code, qr_code, qrcode
  radio, referral, rss, search, signature, sms, social, tv, website
`)
