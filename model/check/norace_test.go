//go:build !race

package check_test

// killedTransactions is how long the logs of killed imports are: long enough that they are killed in their midst.
const killedTransactions = 150

// followedLogs is how many logs are followed.
const followedLogs = 8
