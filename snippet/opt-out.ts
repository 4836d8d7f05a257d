/** Whether the browser itself asks not to be counted (GPC, DNT). Then nobody is, whatever was chosen. */
export const optedOutByBrowser: boolean =
  (navigator as Navigator & { globalPrivacyControl: boolean }).globalPrivacyControl || navigator.doNotTrack === '1'
