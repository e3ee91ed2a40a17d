# cmake -DIN=<file> -DOUT=<file.cpp> -P embed.cmake: the octets of api/openapi.yaml as a C++ source.
file(READ ${IN} octets HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," octets "${octets}")
file(WRITE ${OUT} "#include \"api/handlers/openapi.h\"\n\nnamespace renkei::api {\nnamespace {\nconstexpr char kOctets[] = {\n${octets}};\n}  // namespace\nstd::string_view openapi_document() { return {kOctets, sizeof kOctets}; }\n}  // namespace renkei::api\n")
