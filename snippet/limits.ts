/** The core's bounds as plain numbers: contract/bounds.ts has them with their reasons, and a test compares. */

export const pathCharacters = 200
export const pathBytes = 800
export const labelCharacters = 100
export const engagedSeconds = 3_600
export const sendAttempts = 6
export const sendWaiting = 20
export const sendWaitSeconds = 600
export const seenPaths = 64
export const moveMilliseconds = 150
export const visitMinutes = 30
export const visitLabelBytes = 200
export const idleSeconds = 60
export const lookMilliseconds = 250
export const cookieDays = 182
