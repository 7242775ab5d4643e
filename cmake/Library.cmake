# The rooms that are not of the command line as one library for other programs, axle::axle, and its installation: the archive, the headers of
# include/, and a package that find_package(axle) finds. examples/embedding uses it.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

get_property(rooms GLOBAL PROPERTY AXLE_ROOMS)
list(REMOVE_ITEM rooms cli arguments terminal)
list(TRANSFORM rooms REPLACE "(.+)" "$<TARGET_OBJECTS:axle_\\1>" OUTPUT_VARIABLE objects)
add_library(axle_library STATIC EXCLUDE_FROM_ALL ${objects})
add_library(axle::axle ALIAS axle_library)
set_target_properties(axle_library PROPERTIES LINKER_LANGUAGE CXX OUTPUT_NAME axle EXPORT_NAME axle)
target_compile_features(axle_library PUBLIC cxx_std_23)
file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/axle/*.hpp)
target_sources(axle_library PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${headers})
target_link_libraries(axle_library PRIVATE fmt::fmt Threads::Threads ${CMAKE_DL_LIBS} $<BUILD_INTERFACE:axle_libdeflate>
  $<INSTALL_INTERFACE:PkgConfig::libdeflate>)

# `cmake --build … --target axle_library`, then `cmake --install … --component library`: the program alone does not need it.
install(TARGETS axle_library EXPORT axle_targets COMPONENT library EXCLUDE_FROM_ALL
        FILE_SET HEADERS COMPONENT library EXCLUDE_FROM_ALL)
install(EXPORT axle_targets NAMESPACE axle:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/axle COMPONENT library EXCLUDE_FROM_ALL)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/axleConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_SOURCE_DIR}/cmake/axleConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/axleConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/axle COMPONENT library EXCLUDE_FROM_ALL)
