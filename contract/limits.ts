/**
 * The bounds that the tag and the dashboard keep too, as plain numbers: each page carries only those that it uses. Units and reasons stand in bounds.ts,
 * which has these among its own and is too long for a page.
 */

// A path, and what stands beside it in the cookie of a visit
export const pathCharacters = 200
export const pathBytes = 800
export const labelCharacters = 100
export const visitLabelBytes = 200
// What the tag keeps on a device and in a page's memory
export const moveMilliseconds = 150
export const visitMinutes = 30
export const seenPaths = 64
export const cookieDays = 182
export const lookMilliseconds = 250
export const idleSeconds = 60
export const engagedSeconds = 3_600
export const sendAttempts = 6
export const sendWaiting = 20
export const sendWaitSeconds = 600
export const bannerReturns = 10
// What one question may ask
export const queryQuestions = 20
export const queryRows = 10_000
export const queryDays = 4_000
export const filterCharacters = 300
// What the dashboard asks
export const pageFilters = 5
export const pageTries = 4
