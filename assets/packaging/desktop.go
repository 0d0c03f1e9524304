package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"meterscope/assets/version"
)

// mimeIcon is the name of the icon of case files, as the system derives it from their type.
const mimeIcon = "application-x-meterscope"

// openTypes are the types of files that "Open with" offers Meterscope for: case files, and what logs come as. The
// system's types have no jsonl of their own before 2023: mimeInfo adds it.
func openTypes() []string {
	return []string{mimeType, "text/plain", "text/x-log", "text/csv", "application/json", "application/jsonl",
		"application/x-ndjson", "application/gzip", "application/zip"}
}

func keywords() []string   { return []string{"OCPP", "charging", "meter", "log"} }
func keywordsDE() []string { return []string{"OCPP", "Laden", "Ladestation", "Zähler", "Log"} }

// desktopEntry tells desktops of the program. Its name and StartupWMClass are what the window says it belongs to.
func desktopEntry() string {
	return strings.Join([]string{
		"[Desktop Entry]",
		"Type=Application",
		"Version=1.4",
		"Name=" + appName,
		"GenericName=" + generic,
		"GenericName[de]=" + genericDE,
		"Comment=" + summary,
		"Comment[de]=" + summaryDE,
		"Exec=" + command + " %F",
		"Icon=" + appID,
		"Terminal=false",
		"StartupNotify=true",
		"StartupWMClass=" + appName,
		"Categories=Utility;",
		"Keywords=" + strings.Join(keywords(), ";") + ";",
		"Keywords[de]=" + strings.Join(keywordsDE(), ";") + ";",
		"MimeType=" + strings.Join(openTypes(), ";") + ";",
		"",
	}, "\n")
}

// mimeInfo tells systems of case files: by name, and by the first bytes, where SQLite keeps who a file belongs to.
const mimeInfo = `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="` + mimeType + `">
    <comment>Meterscope case</comment>
    <comment xml:lang="de">Meterscope-Fall</comment>
    <sub-class-of type="application/vnd.sqlite3"/>
    <icon name="` + mimeIcon + `"/>
    <magic priority="60">
      <match type="string" offset="0" value="SQLite format 3\000">
        <match type="big32" offset="68" value="` + caseMark + `"/>
      </match>
    </magic>
    <glob pattern="*.meterscope"/>
  </mime-type>
  <mime-type type="application/jsonl">
    <comment>JSON lines</comment>
    <comment xml:lang="de">JSON-Zeilen</comment>
    <sub-class-of type="text/plain"/>
    <glob pattern="*.jsonl"/>
  </mime-type>
</mime-info>
`

// caseMark is SQLite's application id of a case file; a test holds it to a case.
const caseMark = "0x4d736370"

// metainfo tells software centres of the program (AppStream).
func metainfo(when time.Time) []byte {
	return fmt.Appendf(nil, `<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>%s</id>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>Apache-2.0</project_license>
  <name>%s</name>
  <summary>%s</summary>
  <summary xml:lang="de">%s</summary>
  <developer id="org.meterscope">
    <name>The Meterscope authors</name>
  </developer>
  <description>
    <p>Meterscope reads logs with OCPP 1.6 MeterValues from charging stations. It checks each message and each transaction, plots energy, power and state of charge, and says how many kWh each source tells of. From any number it is one step to the bytes in the log that prove it.</p>
    <p xml:lang="de">Meterscope liest Logs von Ladestationen mit OCPP-1.6-MeterValues. Es prüft jede Nachricht und jede Transaktion, zeichnet Energie, Leistung und Ladestand und sagt, wie viele kWh jede Quelle nennt. Von jeder Zahl führt ein Schritt zu den Bytes im Log, die sie belegen.</p>
    <p>It keeps everything in one file that can be mailed, and works without a network.</p>
    <p xml:lang="de">Es hält alles in einer Datei, die sich verschicken lässt, und arbeitet ohne Netz.</p>
  </description>
  <launchable type="desktop-id">%s.desktop</launchable>
  <icon type="stock">%s</icon>
  <categories>
    <category>Utility</category>
  </categories>
  <keywords>
%s  </keywords>
  <provides>
    <binary>%s</binary>
    <mediatype>%s</mediatype>
  </provides>
  <content_rating type="oars-1.1"/>
  <releases>
    <release version="%s" date="%s"/>
  </releases>
</component>
`, appID, appName, summary, summaryDE, appID, appID, keywordElements(), command, mimeType, version.Number, when.Format(time.DateOnly))
}

func keywordElements() string {
	var b bytes.Buffer
	for _, k := range keywords() {
		b.WriteString("    <keyword>")
		_ = xml.EscapeText(&b, []byte(k)) // a buffer takes all
		b.WriteString("</keyword>\n")
	}
	return b.String()
}
