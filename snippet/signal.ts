/** Whether the browser asks by itself not to be counted (GPC, DNT); it then is not, whatever was chosen. */

const { globalPrivacyControl, doNotTrack } = navigator as Navigator & { globalPrivacyControl: boolean }
export const isSignalled: boolean = globalPrivacyControl || doNotTrack === '1'
