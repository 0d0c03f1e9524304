// Package archive opens what logs come in: it gives the logs of a file as one stream of named readers,
// whether the file is a log itself, is compressed (gzip, zstd, bzip2, xz), or is an archive (zip, tar) of
// such files, one in another. What something is, is told by its first bytes, never by its name.
//
// Nothing is unpacked to disk: names of members are labels and lead nowhere. Archives made to exhaust a
// machine are refused, see [Limits]. What can't be read is a member with an error, and the others go on.
//
// It also lists the files of a folder, and puts the files of a log that was rotated in order.
//
// It knows nothing of logs or OCPP. importer is to import it.
package archive
