; The installer for Windows: for one user, without an administrator. It is a template of Go; packaging fills it in.
Unicode true
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
!include MUI2.nsh
!include FileFunc.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\{{.ID}}"
!define CLASSES "Software\Classes"

Name "{{.Name}}"
OutFile "{{.Out}}"
InstallDir "$LOCALAPPDATA\Programs\{{.Name}}"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "{{.Name}} {{.Version}}"
VIProductVersion "{{.Version}}.0"
VIAddVersionKey /LANG=0 "ProductName" "{{.Name}}"
VIAddVersionKey /LANG=0 "ProductVersion" "{{.Version}}"
VIAddVersionKey /LANG=0 "FileVersion" "{{.Version}}"
VIAddVersionKey /LANG=0 "FileDescription" "{{.Name}} setup"
VIAddVersionKey /LANG=0 "LegalCopyright" "Apache License 2.0"
{{range .Finalize}}!uninstfinalize "{{.}}" = 0
{{end}}
!define MUI_ICON "meterscope.ico"
!define MUI_UNICON "meterscope.ico"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\{{.Name}}.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString Running ${LANG_ENGLISH} "{{.Name}} is running. Close its window, then go on."
LangString Running ${LANG_GERMAN} "{{.Name}} läuft noch. Das Fenster schließen, dann weitermachen."
LangString CaseType ${LANG_ENGLISH} "Meterscope case"
LangString CaseType ${LANG_GERMAN} "Meterscope-Fall"

; Windows lets no running program be written. Unattended, that ends the setup with status 5.
!macro CloseFirst un
Function ${un}CloseFirst
  again:
  IfFileExists "$INSTDIR\{{.Name}}.exe" 0 done
  ClearErrors
  FileOpen $0 "$INSTDIR\{{.Name}}.exe" a
  IfErrors 0 free
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDRETRY again
  SetErrorLevel 5
  Quit
  free:
  FileClose $0
  done:
FunctionEnd
!macroend
!insertmacro CloseFirst ""
!insertmacro CloseFirst "un."

; What the uninstaller takes away, and an upgrade before it brings its own.
!macro Remove
  Delete "$INSTDIR\{{.Name}}.exe"
  Delete "$INSTDIR\{{.Command}}-cli.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\licences.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\{{.Name}}.lnk"
  DeleteRegValue HKCU "${CLASSES}\.meterscope\OpenWithProgids" "{{.Name}}.Case"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.meterscope\OpenWithProgids"
  ReadRegStr $0 HKCU "${CLASSES}\.meterscope" ""
  StrCmp $0 "{{.Name}}.Case" 0 +3
  DeleteRegValue HKCU "${CLASSES}\.meterscope" ""
  DeleteRegValue HKCU "${CLASSES}\.meterscope" "Content Type"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.meterscope"
{{range .Endings}}  DeleteRegValue HKCU "${CLASSES}\{{.}}\OpenWithProgids" "{{$.Name}}.Log"
  DeleteRegKey /ifempty HKCU "${CLASSES}\{{.}}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\{{.}}"
{{end}}  DeleteRegKey HKCU "${CLASSES}\{{.Name}}.Case"
  DeleteRegKey HKCU "${CLASSES}\{{.Name}}.Log"
  DeleteRegKey HKCU "${CLASSES}\Applications\{{.Name}}.exe"
  DeleteRegKey HKCU "${KEY}"
!macroend

; The desktop is told that icons and types have changed.
!macro Tell
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Section
  Call CloseFirst
  !insertmacro Remove
  SetOutPath "$INSTDIR"
  File "{{.Name}}.exe"
  File "{{.Command}}-cli.exe"
  File "LICENSE.txt"
  File "licences.txt"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\{{.Name}}.lnk" "$INSTDIR\{{.Name}}.exe" "" "" "" "" "" "{{.Summary}}"

  WriteRegStr HKCU "${CLASSES}\{{.Name}}.Case" "" "$(CaseType)"
  WriteRegStr HKCU "${CLASSES}\{{.Name}}.Case\DefaultIcon" "" "$INSTDIR\{{.Name}}.exe,0"
  WriteRegStr HKCU "${CLASSES}\{{.Name}}.Case\shell\open\command" "" '"$INSTDIR\{{.Name}}.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\.meterscope" "" "{{.Name}}.Case"
  WriteRegStr HKCU "${CLASSES}\.meterscope" "Content Type" "{{.MIME}}"
  WriteRegStr HKCU "${CLASSES}\.meterscope\OpenWithProgids" "{{.Name}}.Case" ""
  WriteRegStr HKCU "${CLASSES}\{{.Name}}.Log" "" "{{.Name}}"
  WriteRegStr HKCU "${CLASSES}\{{.Name}}.Log\DefaultIcon" "" "$INSTDIR\{{.Name}}.exe,0"
  WriteRegStr HKCU "${CLASSES}\{{.Name}}.Log\shell\open\command" "" '"$INSTDIR\{{.Name}}.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\{{.Name}}.exe" "FriendlyAppName" "{{.Name}}"
  WriteRegStr HKCU "${CLASSES}\Applications\{{.Name}}.exe\shell\open\command" "" '"$INSTDIR\{{.Name}}.exe" "%1"'
{{range .Endings}}  WriteRegStr HKCU "${CLASSES}\{{.}}\OpenWithProgids" "{{$.Name}}.Log" ""
  WriteRegStr HKCU "${CLASSES}\Applications\{{$.Name}}.exe\SupportedTypes" "{{.}}" ""
{{end}}
  WriteRegStr HKCU "${KEY}" "DisplayName" "{{.Name}}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "{{.Version}}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\{{.Name}}.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "The Meterscope authors"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
  !insertmacro Tell
SectionEnd

Section "Uninstall"
  Call un.CloseFirst
  !insertmacro Remove
  !insertmacro Tell
SectionEnd
