"""The names under which APIs put codes, messages, fields, waits and links, in squeezed spelling, best first.
Gathered from the standards and public APIs; a name not here is met by structure."""

from explorer.core.diagnosis.formats.words import listed

SUBCODES = ("declinecode", "errorsubcode", "subcode", "suberrorcode", "detailcode", "suberror")
CODES = listed(
    "errorcode errcode code errornumber errornum errorno errno scimtype faultcode exceptioncode messageid messagecode "
    "msgid msgcode issue serviceerrorcode internalcode internalerrorcode appcode apperrorcode errorkey errortag "
    "apperrtag errorapptag resultcode retcode returncode responsecode statuscode errorname codevalue cod "
    "errorid number ret rc "
    "codigo codigoerror codigoerro codice codiceerrore fehlercode fehlernummer fehlerkennung kennung "
    "foutcode codeerreur coderetour codigoretorno код кодошибки "
    "kod felkod kodbłedu hatakodu 错误码 错误代码 エラーコート"
)
WEAK_CODES = listed(
    "error cause reason fault reasoncode "
    "errortype subcategory category tag type exceptionname exceptiontype exctype exception "
    "exceptionclass class faulttype kind rule keyword constraint validationkey errorclass errorcategory name "
    "id key title status statustext result"
)
MESSAGES = listed(
    "message msg errormessage errormsg errmsg errordescription errordesc errdesc description detail details "
    "detailmessage errordetail errordetails defaultmessage localizedmessage errorsummary longmessage text "
    "errortext exceptiontext faultstring messagetext statusmessage statusmsg statusdescription resultmessage "
    "resultmsg resultdesc returnmsg responsemessage usermessage displaymessage friendlymessage errorusermsg "
    "developermessage internalmessage exceptionmessage moredetails diagnostics info errorinfo explanation why "
    "errors msgs display value errorstring summary desc "
    "mensaje mensagem messaggio meldung fehlermeldung fehlertext fehler nachricht "
    " melding foutmelding erreur erro errore "
    "descripcion descricao descrizione beschreibung сообщение описание ошибка "
    "komunikat mesaj felmeddelande meddelande 错误信息 错误消息 メッセーシ エラーメッセーシ"
)
LOOSE_MESSAGES = listed("title error err reason cause problem errors fault body data result name exception content")
FIELDS = listed(
    "field fieldname fieldpath fieldid param parameter parametername paramname pointer jsonpointer jsonpath "
    "requestpointer propertypath property propertyname propertyref attribute attributename attributepath attr "
    "queryparametername headername invalidfield missingfield missingparameter invalidparameter locator "
    "argument column blamefieldspecs champ feld campo veld propriedade propiedad поле "
    "pole 字段 項目"
)
ITEM_FIELDS = listed(
    "path loc datapath instancepath instancelocation errorpath expression element elementname target location "
    "in member selector variable input key name attributes segment"
)
PLAIN_PARTS = frozenset(
    listed(
        "body query path header headers cookie cookies params request uri url form parameter field json "
        "querystring formdata string requestbody"
    )
)
"""Names of whole parts of a request: no field by themselves."""

NESTED = listed(
    "error errors fault exception exceptions serviceexception policyexception requesterror problem err "
    "errorinfo errorresponse errordetails errordetail errordata errormessage detailederror detail details "
    "message messages value response meta status responsestatus responseheader baseresp contextinfo responsemetadata "
    "apierror apifault parameterexception result head header body validation attributes "
    "responsedata diagnostics errorlist "
    "fehler erreur erro errore fout ошибка hata bład fel reason"
)
"""Where an error sits as an object inside another."""

LISTS = listed(
    "errors error details detail errordetails errordetail errorlist fielderrors validationerrors "
    "validationmessages validation violations fieldviolations constraintviolations invalidparams "
    "invalidparameters invalidfields causes errorcauses errormessages errormessage messages message "
    "tppmessages issue issues problems failures faults fault exception serviceexception subproblems suberrors "
    "modelstate reasons apierrors fields globalerrors formerrors notifications inner elements missingfields "
    "messageextendedinfo "
    "missing data extra fehler erreurs errores erros errori fouten ошибки "
    "hatalar bledy błedy errori fel"
)
"""Where several faults are listed, or mapped by field."""

WHOLE_FIELDS = frozenset(
    ("nonfielderrors", "nonfield", "all", "base", "global", "schema", "general", "root", "form", "")
)
"""Keys of a field map that mean the whole document."""

WAITS = listed(
    "retryafter retryafterseconds retryaftersec retryaftersecs retryafters retryaftermsec retryafterms "
    "retryaftermilliseconds retryaftermillis retrydelay retryin retryinseconds retryafterduration backoff "
    "backoffseconds waitseconds waittime secondsuntilretry secondsuntilreset resetafter resetin "
    "resetinseconds availablein nextretryat retryat coolingperiod cooldown retrytime estimatedtime"
)
VERDICTS = listed(
    "istransient transient retryable retriable isretryable isretriable shouldretry canretry temporary istemporary"
)
DOCS = listed(
    "documentationurl documentationuri documentationlink docurl docsurl doclink docslink docs documentation "
    "helpurl helplink help moreinfo moreinformation moreinfourl infourl infolink errorlink errorurl erroruri "
    "errordoc referenceurl reference referenceerror supporturl learnmore link href url type info"
)
LINK_RELATIONS = listed(
    "type help about documentation docs informationlink errorinfo moreinfo describedby knowledgebase error "
    "deprecation doc"
)
IDS = listed(
    "requestid xrequestid reqid requestuuid fbtraceid debugid traceid trackingid correlationid logid "
    "pspreference transactionid errorid errorreference errorinstanceid incidentid supportid supportreference "
    "referenceid refid logref operationid eventid trace traceref clientrequestid rayid apiid queryid"
)
ID_HOLDERS = listed(
    "error innererror meta metadata responsemetadata requestinfo extensions header head response fault "
    "context details detail data status"
)
"""Objects beside or inside an error that may carry its identifier, wait or scope."""
