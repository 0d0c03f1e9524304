//go:build race

package check_test

// killedTransactions is how long the logs of killed imports are: the detector makes all of it some ten times slower.
const killedTransactions = 20

// followedLogs is how many logs are followed.
const followedLogs = 3
